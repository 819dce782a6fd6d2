namespace Aloe.Data;

/// <summary>What became of the personas of a <see cref="PersonaSplit"/>, or of the trees of an export along it.</summary>
/// <param name="Training">For training.</param>
/// <param name="Validation">For validation.</param>
/// <param name="Dropped">Left out, as their profile is on one side and their personality on the other.</param>
public sealed record PersonaSplitCounts(int Training, int Validation, int Dropped)
{
    /// <summary>These counts and one more.</summary>
    internal PersonaSplitCounts With(SplitSide? side) => side switch
    {
        SplitSide.Training => this with { Training = Training + 1 },
        SplitSide.Validation => this with { Validation = Validation + 1 },
        _ => this with { Dropped = Dropped + 1 },
    };
}
