namespace Aloe.Conversations;

/// <summary>What the judge made of the replies of a turn.</summary>
/// <param name="Places">The replies by their place in the order in which they were asked for, best first.</param>
/// <param name="Wins">Comparisons won, in the same order.</param>
/// <param name="IsTie">The best and the worst one were found equally good.</param>
/// <param name="Notes">The verdicts, in which a reply is named by its place in the order in which it was asked for.</param>
internal sealed record RankedReplies(IReadOnlyList<int> Places, IReadOnlyList<int> Wins, bool IsTie, TurnNotes Notes);
