namespace Aloe.Personalization;

/// <summary>A picture as it is stored.</summary>
internal sealed record PictureDocument(int Schema, long Version, DateTimeOffset Updated, long Turns, IReadOnlyList<string> Facts, IReadOnlyList<string> Traits);
