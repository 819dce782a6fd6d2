namespace Aloe.Runs;

/// <summary>What became of an item: a result, or a failure and the answer at fault, if there was one.</summary>
internal sealed record ItemOutcome<TItem, TResult>(TItem Item, TResult? Result, Exception? Failure, string? Text);
