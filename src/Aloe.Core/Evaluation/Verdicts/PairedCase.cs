namespace Aloe.Evaluation;

/// <summary>A case that two models have a score for.</summary>
/// <param name="Case">Which case.</param>
/// <param name="Turns">For each turn both scores; null where one is missing.</param>
internal sealed record PairedCase(BenchmarkCase Case, IReadOnlyList<(double First, double Second)?> Turns)
{
    /// <summary>Means over the turns that have both scores.</summary>
    public CaseDifference Means { get; } = new(
        Case.Id,
        Turns.Average(turn => turn?.First) ?? 0,
        Turns.Average(turn => turn?.Second) ?? 0);

    /// <summary>Null where no turn has both scores.</summary>
    public static PairedCase? Of(ScoredCase first, ScoredCase second)
    {
        var turns = first.Turns.Zip(second.Turns, (one, other) => (one.Score, other.Score) is ({ } a, { } b) ? (a.Overall, b.Overall) : ((double, double)?)null).ToArray();
        return turns.Any(turn => turn is not null) ? new PairedCase(first.Case, turns) : null;
    }
}
