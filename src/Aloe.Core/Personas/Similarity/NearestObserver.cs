namespace Aloe.Personas;

/// <summary>Finds the row that is most similar to each candidate; the first one of equals.</summary>
/// <remarks>The most similar row cannot score lower than the highest score seen less twice the error bound; only what scores above that is looked at.</remarks>
internal sealed class NearestObserver(int dimensions) : PairObserver
{
    private readonly double _margin = 2 * UnitVector.ErrorBound(dimensions);
    private NearestVector[] _nearest = [];

    /// <summary>What was found for each candidate.</summary>
    public ReadOnlySpan<NearestVector> Nearest => _nearest;

    public void Reset(int candidates)
    {
        if (_nearest.Length < candidates)
        {
            _nearest = new NearestVector[candidates];
        }

        Array.Fill(_nearest, NearestVector.None);
    }

    public override void See(CandidateBlock candidates, int lane, int index, ReadOnlySpan<float> row, float score)
    {
        ref var nearest = ref _nearest[candidates.Lanes.Candidates[lane]];
        var similarity = UnitVector.Similarity(candidates.UnitOfLane(lane), row);
        if (nearest.Index < 0 || similarity > nearest.Similarity)
        {
            nearest = new NearestVector(index, similarity);
        }

        ref var cutoff = ref candidates.Lanes.Cutoffs[lane];
        cutoff = Math.Max(cutoff, Below(score - _margin));
    }
}
