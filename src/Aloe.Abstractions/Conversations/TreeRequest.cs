namespace Aloe;

/// <summary>A tree to build.</summary>
/// <param name="Id">Id of the tree; with the run's seed it determines every random draw in it.</param>
/// <param name="Persona">Who the user is.</param>
public sealed record TreeRequest(string Id, Persona Persona);
