namespace Aloe;

/// <summary>Why a judge's answer is no score.</summary>
public enum MissingScoreCause
{
    /// <summary>There was no text, or only reasoning that was cut off.</summary>
    Empty,

    /// <summary>The judge declined.</summary>
    Refusal,

    /// <summary>The value is not between 1 and 5.</summary>
    OffScale,

    /// <summary>Several values that differ, or a range.</summary>
    Contradictory,

    /// <summary>A text without a value.</summary>
    Unreadable,
}
