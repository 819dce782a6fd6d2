namespace Aloe.Runs;

/// <summary>What became of an item: a result, or a failure, the role whose call failed and the answer at fault, as far as they are known.</summary>
internal sealed record ItemOutcome<TItem, TResult>(TItem Item, TResult? Result, Exception? Failure = null, string? Role = null, string? Text = null);
