namespace Aloe;

/// <summary>What becomes of a reply that a gate rejects however often it is asked for.</summary>
public enum RejectedReplyPolicy
{
    /// <summary>The last one is kept and marked in the turn's notes. An empty reply fails the turn all the same.</summary>
    Keep,

    /// <summary>The turn fails, and with it the tree.</summary>
    Fail,
}
