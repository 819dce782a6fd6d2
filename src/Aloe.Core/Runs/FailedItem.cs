namespace Aloe.Runs;

/// <summary>An item of a run that could not be made.</summary>
/// <param name="Id">Id of the item.</param>
/// <param name="Cause">What went wrong.</param>
/// <param name="Attempts">How many runs tried.</param>
/// <param name="Role">Role whose call failed, such as <c>judge</c>; null where that is not known.</param>
/// <param name="Turn">1-based turn; null where that is not known.</param>
/// <param name="Text">The answer that could not be used; null where there was none.</param>
public sealed record FailedItem(string Id, string Cause, int Attempts, string? Role, int? Turn, string? Text)
{
    internal static FailedItem Of<TItem, TResult>(string id, int attempts, ItemOutcome<TItem, TResult> outcome)
        => new(id, outcome.Failure!.Message, attempts, outcome.Role, (outcome.Failure as Conversations.ConversationTreeException)?.Turn, outcome.Text);
}
