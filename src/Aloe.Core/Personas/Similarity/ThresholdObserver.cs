namespace Aloe.Personas;

/// <summary>Decides whether a pair is more similar than a threshold: by its score where that is beyond doubt, else by its similarity.</summary>
internal abstract class ThresholdObserver(double threshold, int dimensions) : PairObserver
{
    private readonly double _surely = threshold + UnitVector.ErrorBound(dimensions);

    /// <summary>No pair with a score up to this is more similar than the threshold.</summary>
    public float Cutoff { get; } = Below(threshold - UnitVector.ErrorBound(dimensions));

    protected bool IsTooSimilar(ReadOnlySpan<float> candidate, ReadOnlySpan<float> row, float score)
        => score > _surely || UnitVector.Similarity(candidate, row) > threshold;
}
