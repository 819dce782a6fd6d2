namespace Aloe.Statistics;

/// <summary>Counts lengths in bins.</summary>
internal sealed class LengthCounter
{
    public const int Width = 50;
    public const int Bins = 41;

    private readonly long[] _counts = new long[Bins];
    private long _sum;

    public void Add(string text)
    {
        _counts[Math.Min(text.Length / Width, Bins - 1)]++;
        _sum += text.Length;
    }

    public void Add(LengthCounter other)
    {
        _sum += other._sum;
        for (var bin = 0; bin < Bins; bin++)
        {
            _counts[bin] += other._counts[bin];
        }
    }

    public LengthHistogram ToHistogram()
    {
        var texts = _counts.Sum();
        return new LengthHistogram(texts == 0 ? null : (double)_sum / texts, Width, [.. _counts.Take(Array.FindLastIndex(_counts, count => count > 0) + 1)]);
    }
}
