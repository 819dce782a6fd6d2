namespace Aloe;

/// <summary>What a judge said about two replies.</summary>
public enum JudgeChoice
{
    /// <summary>The answer could not be read.</summary>
    Unreadable,

    /// <summary>The replies are as good as each other.</summary>
    Tie,

    /// <summary>The reply shown first.</summary>
    First,

    /// <summary>The reply shown second.</summary>
    Second,
}
