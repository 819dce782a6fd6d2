namespace Aloe.Data;

/// <summary>A line of <see cref="TreeFormat"/>.</summary>
internal sealed record TreeLine(int SchemaVersion, string Id, Persona Persona, IReadOnlyList<TurnLine> Turns);
