namespace Aloe.Evaluators;

/// <summary>What the judge made of a reply.</summary>
/// <param name="Reply">Which reply.</param>
/// <param name="Score">The scores; null when there are none.</param>
/// <param name="Problem">Why there are none; null when there are.</param>
internal sealed record ReplyScore(GivenReply Reply, TurnScore? Score, string? Problem);
