using Microsoft.Extensions.AI;

namespace Aloe.Runs;

/// <summary>How the items of a run are made, and what they are called.</summary>
/// <param name="Format">How results are written.</param>
/// <param name="Id">Id of an item.</param>
/// <param name="ResultId">Id of the item that a result belongs to.</param>
/// <param name="Make">Makes an item; every client must be used through the function that is handed in, which keeps its answers.</param>
/// <param name="Kept">Told about every result that an earlier run has written; returns what is wrong with it, or null.</param>
internal sealed record ItemWork<TItem, TResult>(
    Data.JsonLinesFormat<TResult> Format,
    Func<TItem, string> Id,
    Func<TResult, string> ResultId,
    Func<TItem, Func<IChatClient, string, IChatClient>, CancellationToken, Task<TResult>> Make,
    Func<TItem, TResult, string?> Kept);
