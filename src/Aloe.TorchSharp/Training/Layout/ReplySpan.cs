namespace Aloe.Torch.Training;

/// <summary>A reply that is learned from: a range of the predictors and targets of its example.</summary>
/// <param name="Turn">1-based turn, or message number in a dialogue.</param>
/// <param name="Kind">Which of the turn's replies it is.</param>
/// <param name="Start">First entry.</param>
/// <param name="Length">Number of predicted tokens: the body and the end-of-turn token.</param>
internal readonly record struct ReplySpan(int Turn, ReplyKind Kind, int Start, int Length);
