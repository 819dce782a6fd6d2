using Aloe.Evaluation;
using Aloe.Reporting.Documents;

namespace Aloe.Reporting.Evaluation;

/// <summary>The content of a <see cref="ComparisonReport"/>.</summary>
internal static class ComparisonDocument
{
    public static ReportDocument Of(IReadOnlyList<AlignmentReport> reports, IReadOnlyList<ModelVerdict> verdicts, IReadOnlyList<ModelComparison> comparisons)
    {
        var sections = new List<ReportSection> { Curves(verdicts), Models(verdicts) };
        if (comparisons.Count > 0)
        {
            sections.Add(Differences(comparisons, verdicts[0].Confidence));
            sections.Add(ByTurn(comparisons, verdicts[0].Confidence));
            sections.Add(Largest(reports, comparisons));
        }

        sections.Add(ProtocolSection.Of(verdicts[0].Protocol, null));
        var participants = reports.Select(report => report.Participants).Distinct().ToList();
        return new ReportDocument(
            $"{reports.Count} models compared",
            participants.Contains(Participants.Simulated) ? Participants.Simulated : string.Join("; ", participants),
            [.. verdicts.Select(verdict => new ReportFigure(Figures.Decimal(verdict.Average.Value), verdict.Model, Figures.Range(verdict.Average)))],
            sections);
    }

    /// <summary>The table of differences, which also stands by itself in a summary.</summary>
    public static ReportTable DifferenceTable(IReadOnlyList<ModelComparison> comparisons, double confidence) => new(
        ["second − first", $"difference\n({Figures.Percent(confidence)} interval)", "p", "p (Holm)", "effect size d", "win / tie / loss", "cases needed", "detectable"],
        comparisons.Select(pair => new[]
        {
            PairOf(pair),
            Figures.ChangeWithRange(pair.Difference),
            Figures.Probability(pair.PValue),
            Figures.Probability(pair.AdjustedPValue),
            Figures.Change(pair.EffectSize),
            $"{pair.Wins} / {pair.Ties} / {pair.Losses}",
            Figures.Count(pair.CasesNeeded),
            Figures.Decimal(pair.Detectable),
        }))
    { IsSortable = true };

    /// <summary>What each difference says, a line for every pair.</summary>
    public static IReadOnlyList<string> Readings(IReadOnlyList<ModelComparison> comparisons, double confidence)
        => [.. comparisons.Select(pair => $"{PairOf(pair)}: {Figures.Change(pair.Difference.Value)}. {Reading.OfDifference(pair, confidence)}")];

    private static ReportSection Curves(IReadOnlyList<ModelVerdict> verdicts)
    {
        var turns = verdicts[0].Protocol.Turns;
        return new ReportSection(
            "Alignment by turn",
            $"AL(k) is the mean score, 1 to 5, that a judge who knows the person gives to the reply at turn k. The bands are the {Figures.Percent(verdicts[0].Confidence)} intervals of each model by itself; whether two models differ is told by the differences below, not by whether bands overlap.",
            AlignmentChart.Of(verdicts),
            new ReportTable(
                ["model", .. Enumerable.Range(1, turns).Select(turn => $"k={turn}")],
                verdicts.Select(verdict => new[] { verdict.Model }.Concat(verdict.Al.Select(al => Figures.Decimal(al.Value))).ToArray()))
            { IsSortable = true });
    }

    private static ReportSection Models(IReadOnlyList<ModelVerdict> verdicts) => new(
        "Each model by itself",
        $"Average: mean score over all turns. IR: points gained a turn. N-IR and N-R²: slope and fit of the curve scaled to 0–1. Missing / failed: scores that the judge did not give, and cases that could not be played. In brackets the {Figures.Percent(verdicts[0].Confidence)} interval. {Reading.OfIntervals(verdicts[0].Cases, verdicts[0].Profiles)}",
        Table: new ReportTable(
            ["model", "average", "IR", "N-IR", "N-R²", "style", "content", "naturalness", "missing\n/ failed"],
            verdicts.Select(verdict => new[]
            {
                verdict.Model, Figures.WithRange(verdict.Average), Figures.WithRange(verdict.Ir, 3), Figures.WithRange(verdict.NIr, 3), Figures.Decimal(verdict.NR2, 3),
                Figures.WithRange(verdict.Style), Figures.WithRange(verdict.Content), Figures.WithRange(verdict.Naturalness), $"{Figures.Count(verdict.Missing.Scores)} / {Figures.Count(verdict.Missing.FailedCases)}",
            }))
        { IsSortable = true });

    private static ReportSection Differences(IReadOnlyList<ModelComparison> comparisons, double confidence) => new(
        "Differences",
        $"Second model minus first, case by case, over the cases that both have. p: how often a difference as large comes about by chance alone if the two are equal. p (Holm): the same with all {Figures.Count(comparisons.Count)} pairs taken into account; this one counts. Effect size d: the difference in standard deviations between cases. Win: cases in which the second model is ahead. Cases needed: what it takes to find a difference as large as this one reliably. Detectable: the smallest difference that as many cases as these find reliably.",
        Table: DifferenceTable(comparisons, confidence))
    { Notes = Readings(comparisons, confidence) };

    private static ReportSection ByTurn(IReadOnlyList<ModelComparison> comparisons, double confidence) => new(
        "Differences by turn",
        $"Above 0 the second model is ahead. The bands are {Figures.Percent(confidence)} intervals of each turn by itself: where a band includes 0, these data do not show a difference at that turn, and with many turns one or another leaves out 0 by chance.",
        Table: new ReportTable(
            ["turn", .. comparisons.Select(PairOf)],
            Enumerable.Range(0, comparisons.Max(pair => pair.AlDifference.Count)).Select(turn => new[] { Figures.Count(turn + 1) }.Concat(comparisons.Select(pair => turn < pair.AlDifference.Count ? Figures.ChangeWithRange(pair.AlDifference[turn]) : "–")).ToArray())))
    {
        SmallCharts = AlignmentChart.Of(comparisons),
    };

    private static ReportSection Largest(IReadOnlyList<AlignmentReport> reports, IReadOnlyList<ModelComparison> comparisons)
    {
        var cases = reports.ToDictionary(report => report.Model, report => report.Cases.ToDictionary(scored => scored.Case.Id));
        var conversations = comparisons.SelectMany(pair => pair.Largest.Select(largest => (pair, largest))).Select((one, i) => Transcript.Of(
            $"pair-{i + 1}",
            $"{one.largest.Id}: {PairOf(one.pair)} {Figures.Change(one.largest.Difference)}",
            (one.pair.First, cases[one.pair.First][one.largest.Id]),
            (one.pair.Second, cases[one.pair.Second][one.largest.Id])));
        return new ReportSection(
            "Cases that differ most",
            "The same person, met by both models. These cases were picked because they differ: they show how models differ where they do, not how they usually do. A difference counts the turns for which both have a score.")
        { Conversations = [.. conversations] };
    }

    private static string PairOf(ModelComparison pair) => $"{pair.Second} − {pair.First}";
}
