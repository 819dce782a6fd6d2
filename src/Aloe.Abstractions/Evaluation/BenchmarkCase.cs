namespace Aloe;

/// <summary>One held-out person that a model is tested on.</summary>
/// <param name="Id">Unique in its benchmark.</param>
/// <param name="Persona">Who the user is.</param>
public sealed record BenchmarkCase(string Id, Persona Persona);
