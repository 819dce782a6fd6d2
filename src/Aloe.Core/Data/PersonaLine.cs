namespace Aloe.Data;

/// <summary>A line of <see cref="PersonaFormat"/>.</summary>
internal sealed record PersonaLine(int SchemaVersion, string Id, string Profile, string Personality);
