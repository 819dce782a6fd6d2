namespace Aloe;

/// <summary>The reply that a turn answers.</summary>
/// <param name="Turn">Number of the turn of that reply.</param>
/// <param name="Place">0-based place of the reply in that turn's ranking.</param>
public sealed record TurnParent(int Turn, int Place);
