namespace Aloe.Runs;

/// <summary>What became of an item: a result, or a failure.</summary>
internal sealed record ItemOutcome<TItem, TResult>(TItem Item, TResult? Result, Exception? Failure);
