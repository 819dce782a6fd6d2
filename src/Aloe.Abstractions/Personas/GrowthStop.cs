namespace Aloe;

/// <summary>Why a pool stopped growing.</summary>
public enum GrowthStop
{
    /// <summary>The pool reached its target size.</summary>
    TargetReached,

    /// <summary>The call budget was spent.</summary>
    CallsSpent,

    /// <summary>The author hardly produces anything new any more.</summary>
    Saturated,
}
