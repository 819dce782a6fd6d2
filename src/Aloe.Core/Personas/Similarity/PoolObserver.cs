namespace Aloe.Personas;

/// <summary>Drops candidates that are too similar to a vector of the pool.</summary>
internal sealed class PoolObserver(double threshold, int dimensions) : ThresholdObserver(threshold, dimensions)
{
    public override void See(CandidateBlock candidates, int lane, int index, ReadOnlySpan<float> row, float score)
    {
        if (IsTooSimilar(candidates.UnitOfLane(lane), row, score))
        {
            candidates.Lanes.Cutoffs[lane] = float.PositiveInfinity;
        }
    }
}
