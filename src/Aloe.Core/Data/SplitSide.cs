namespace Aloe.Data;

/// <summary>What a part of a data set is for.</summary>
public enum SplitSide
{
    /// <summary>A model learns from it.</summary>
    Training,

    /// <summary>It tells how the model does with people it has not met.</summary>
    Validation,
}
