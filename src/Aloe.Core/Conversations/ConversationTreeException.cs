namespace Aloe.Conversations;

/// <summary>A tree could not be built because the client of a role failed or gave no usable answer.</summary>
public sealed class ConversationTreeException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="treeId">Id of the tree.</param>
    /// <param name="turn">1-based turn.</param>
    /// <param name="role">Role whose call failed, such as <c>judge</c>.</param>
    /// <param name="reason">What went wrong.</param>
    /// <param name="innerException">The client's exception, if it threw one.</param>
    public ConversationTreeException(string treeId, int turn, string role, string reason, Exception? innerException = null)
        : base($"Tree {treeId}, turn {turn}, role {role}: {reason}", innerException)
    {
        TreeId = treeId;
        Turn = turn;
        Role = role;
    }

    /// <summary>Id of the tree.</summary>
    public string TreeId { get; }

    /// <summary>1-based turn.</summary>
    public int Turn { get; }

    /// <summary>Role whose call failed: <c>user</c>, <c>inducer</c>, <c>preferred</c>, <c>rejected</c> or <c>judge</c>.</summary>
    public string Role { get; }
}
