namespace Aloe.Personas;

/// <summary>Notes which candidates of a block are too similar to which earlier ones of the same block.</summary>
internal sealed class EarlierObserver(double threshold, int dimensions) : ThresholdObserver(threshold, dimensions)
{
    private const int WordBits = 64;

    private ulong[] _bits = [];
    private ulong[] _kept = [];
    private int _words;

    public void Reset(int candidates)
    {
        _words = (candidates + WordBits - 1) / WordBits;
        if (_bits.Length < candidates * _words)
        {
            _bits = new ulong[candidates * _words];
            _kept = new ulong[_words];
        }

        _bits.AsSpan(0, candidates * _words).Clear();
        _kept.AsSpan().Clear();
    }

    public override void See(CandidateBlock candidates, int lane, int index, ReadOnlySpan<float> row, float score)
    {
        var candidate = candidates.Lanes.Candidates[lane];
        if (index < candidate && IsTooSimilar(candidates.Unit(candidate), row, score))
        {
            _bits[(candidate * _words) + (index / WordBits)] |= 1UL << (index % WordBits);
        }
    }

    /// <summary>Keeps the next candidate, unless it is too similar to one that was kept. In order, once for each.</summary>
    public bool TryKeep(int candidate)
    {
        for (var word = 0; word < _words; word++)
        {
            if ((_bits[(candidate * _words) + word] & _kept[word]) != 0)
            {
                return false;
            }
        }

        _kept[candidate / WordBits] |= 1UL << (candidate % WordBits);
        return true;
    }
}
