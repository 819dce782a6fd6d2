namespace Aloe.Statistics;

/// <summary>Counts how the judge compared.</summary>
/// <param name="ownModel">The responder that runs the judge's model, if exactly one does.</param>
internal sealed class JudgeCounter(ReplySource? ownModel)
{
    private readonly long[] _choices = new long[Enum.GetValues<JudgeChoice>().Length];
    private long _bothOrders;
    private long _disagreements;
    private long _pairs;
    private long _informed;
    private long _ofDifferentLength;
    private long _longer;

    public void Add(Turn turn)
    {
        foreach (var verdict in turn.Notes.Verdicts)
        {
            _choices[(int)verdict.Choice]++;
        }

        foreach (var pair in turn.Notes.Verdicts.Where(verdict => verdict.Winner is not null).GroupBy(verdict => (Math.Min(verdict.First, verdict.Second), Math.Max(verdict.First, verdict.Second))))
        {
            AddOrders(pair.FirstOrDefault(verdict => verdict.First < verdict.Second), pair.FirstOrDefault(verdict => verdict.First > verdict.Second));
        }

        if (!turn.IsTie)
        {
            _pairs++;
            _informed += turn.PreferredSource == ReplySource.Informed ? 1 : 0;
            _ofDifferentLength += turn.Preferred.Length != turn.Rejected.Length ? 1 : 0;
            _longer += turn.Preferred.Length > turn.Rejected.Length ? 1 : 0;
        }
    }

    public void Add(JudgeCounter other)
    {
        for (var choice = 0; choice < _choices.Length; choice++)
        {
            _choices[choice] += other._choices[choice];
        }

        _bothOrders += other._bothOrders;
        _disagreements += other._disagreements;
        _pairs += other._pairs;
        _informed += other._informed;
        _ofDifferentLength += other._ofDifferentLength;
        _longer += other._longer;
    }

    public JudgeStatistics ToStatistics()
    {
        var (first, second) = (_choices[(int)JudgeChoice.First], _choices[(int)JudgeChoice.Second]);
        return new JudgeStatistics(
            _choices.Sum(),
            _choices[(int)JudgeChoice.Tie],
            _choices[(int)JudgeChoice.Unreadable],
            new Proportion(first, first + second),
            new Proportion(_disagreements, _bothOrders),
            new Proportion(_longer, _ofDifferentLength),
            new Proportion(_informed, _pairs),
            ownModel is null ? null : new Proportion(ownModel == ReplySource.Informed ? _informed : _pairs - _informed, _pairs));
    }

    private void AddOrders(JudgeVerdict? one, JudgeVerdict? other)
    {
        if (one is not null && other is not null)
        {
            _bothOrders++;
            _disagreements += one.Winner != other.Winner ? 1 : 0;
        }
    }
}
