using Aloe.Evaluation.Statistics;

namespace Aloe.Evaluation;

/// <summary>Two models over the cases that both have: paired, second minus first.</summary>
/// <param name="First">Name of the first model.</param>
/// <param name="Second">Name of the second model.</param>
/// <param name="Cases">Cases with a turn for which both have a score; only such turns count.</param>
/// <param name="Profiles">Clusters among them.</param>
/// <param name="Difference">Mean over turns of <paramref name="AlDifference"/>, with its interval.</param>
/// <param name="AlDifference">Mean difference at each turn, over the cases that have both scores there. A turn at which no case has both tells nothing: 0 in an interval of all that is possible; it is no part of <paramref name="Difference"/>.</param>
/// <param name="PValue">Two-sided sign-flip permutation test, profile by profile.</param>
/// <param name="AdjustedPValue">The same after Holm's correction for all comparisons made together.</param>
/// <param name="EffectSize">Mean difference over the standard deviation of the differences of cases (Cohen's d for pairs); null where all cases differ by the same, and for a single case.</param>
/// <param name="Wins">Cases in which the second model has the higher mean.</param>
/// <param name="Ties">Cases in which both have the same.</param>
/// <param name="Losses">Cases in which the first model has the higher mean.</param>
/// <param name="CasesNeeded">Cases that it takes to find a difference as large as this one with the power asked for, given the design; null where there is no difference, and for a single case.</param>
/// <param name="Detectable">Smallest difference that as many cases as these find with the power asked for. At most 4, the width of the scale: then none can be found.</param>
/// <param name="Largest">The cases that differ most, largest first.</param>
public sealed record ModelComparison(
    string First,
    string Second,
    int Cases,
    int Profiles,
    Interval Difference,
    IReadOnlyList<Interval> AlDifference,
    double PValue,
    double AdjustedPValue,
    double? EffectSize,
    int Wins,
    int Ties,
    int Losses,
    int? CasesNeeded,
    double Detectable,
    IReadOnlyList<CaseDifference> Largest)
{
    /// <summary>Who played user and judge in both runs; null where it is not known.</summary>
    public string? Participants { get; init; }

    /// <summary>Confidence of the intervals. <value>Default: 0.95.</value></summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Compares every pair of models, in the order in which they are given.</summary>
    /// <param name="reports">At least two runs with the same protocol and different model names.</param>
    /// <param name="options">Confidence, resamples, power and seed; null means the defaults.</param>
    /// <exception cref="ProtocolDiffersException">The scores did not come about in the same way.</exception>
    /// <exception cref="ArgumentException">There are fewer than two runs, two have the same name, or two share no case.</exception>
    public static IReadOnlyList<ModelComparison> Of(IReadOnlyList<AlignmentReport> reports, VerdictOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reports);
        options ??= new VerdictOptions();
        if (reports.Count < 2)
        {
            throw new ArgumentException("A comparison needs at least two runs.", nameof(reports));
        }

        if (reports.CountBy(report => report.Model).FirstOrDefault(model => model.Value > 1).Key is { } twice)
        {
            throw new ArgumentException($"Two runs are named {twice}; names must differ.", nameof(reports));
        }

        foreach (var report in reports.Skip(1))
        {
            ProtocolDiffersException.ThrowIfDifferent(reports[0], report);
        }

        var comparisons = reports.SelectMany((first, i) => reports.Skip(i + 1).Select(second => PairedScores.Of(first, second).Compare(options))).ToArray();
        var adjusted = HolmCorrection.Adjust([.. comparisons.Select(one => one.PValue)]);
        return [.. comparisons.Select((one, i) => one with { AdjustedPValue = adjusted[i], Participants = reports[0].Participants, Confidence = options.Confidence })];
    }
}
