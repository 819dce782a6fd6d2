namespace Aloe;

/// <summary>Which of the two replies of a turn is meant.</summary>
public enum ReplyKind
{
    /// <summary>The reply that the judge preferred.</summary>
    Preferred,

    /// <summary>The other reply.</summary>
    Rejected,
}
