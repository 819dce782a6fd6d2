namespace Aloe.Reporting.Personas;

/// <summary>How a pool grew, call by call, to see it saturate. Give it to a growth as its progress; it records what it is told.</summary>
/// <remarks>Keeps one small record for each call. Not thread-safe: one for each growth.</remarks>
public sealed class AcceptanceCurve : IProgress<PersonaGrowthProgress>
{
    private readonly IProgress<PersonaGrowthProgress>? _next;
    private readonly List<AcceptancePoint> _points = [];

    /// <summary>Starts with no point.</summary>
    /// <param name="next">Told everything too, such as a display; null for nobody.</param>
    public AcceptanceCurve(IProgress<PersonaGrowthProgress>? next = null) => _next = next;

    /// <summary>The points, in the order of the calls; the first one is the seeds, before any call.</summary>
    public IReadOnlyList<AcceptancePoint> Points => _points;

    /// <inheritdoc/>
    public void Report(PersonaGrowthProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (_points.Count == 0)
        {
            _points.Add(new AcceptancePoint(0, 0, value.Count - (value.Candidates - value.TooSimilar)));
        }

        _points.Add(new AcceptancePoint(value.Calls, value.Candidates, value.Count));
        _next?.Report(value);
    }

    /// <summary>The share of candidates that was kept, over stretches of calls.</summary>
    /// <param name="stretches">Stretches at most. Range: 1 to 1,000.</param>
    /// <returns>For each stretch its last point and the share, 0 to 1, of the candidates since the point before that was kept; none where the author returned nothing.</returns>
    public IReadOnlyList<(AcceptancePoint End, double Kept)> Shares(int stretches = 20)
    {
        Require.InRange(stretches, 1, 1_000, nameof(stretches));
        var length = Math.Max(1, (int)Math.Ceiling((_points.Count - 1) / (double)stretches));
        var shares = new List<(AcceptancePoint, double)>();
        for (var (from, to) = (0, Math.Min(length, _points.Count - 1)); to > from; (from, to) = (to, Math.Min(to + length, _points.Count - 1)))
        {
            var (start, end) = (_points[from], _points[to]);
            if (end.Candidates > start.Candidates)
            {
                shares.Add((end, (double)(end.Count - start.Count) / (end.Candidates - start.Candidates)));
            }
        }

        return shares;
    }
}
