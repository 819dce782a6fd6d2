using Aloe.Evaluation;
using Aloe.Reporting.Documents;

namespace Aloe.Reporting.Evaluation;

/// <summary>How far the figures of a run can be trusted: what is left out, how the judge judged, whether users stayed who they are, and how well the model read them.</summary>
internal static class QualitySections
{
    public static IEnumerable<ReportSection> Of(AlignmentReport report, ModelVerdict verdict)
    {
        yield return Missing(verdict);
        if (report.Failed.Count > 0)
        {
            yield return Failed(report.Failed);
        }

        yield return Judge(verdict.Judge);
        if (verdict.Drift is { } drift)
        {
            yield return Drift(drift, report);
        }

        if (verdict.Inference.Count > 0)
        {
            yield return Inference(verdict.Inference);
        }
    }

    private static ReportSection Missing(ModelVerdict verdict)
    {
        var missing = verdict.Missing;
        if (missing is { Scores: 0, FailedCases: 0 })
        {
            return new ReportSection("Missing scores", "The judge gave every score, and no case failed.");
        }

        return new ReportSection(
            "Missing scores",
            $"Scores that the judge did not give: {Figures.Count(missing.Scores)}; failed cases: {Figures.Count(missing.FailedCases)}. They are left out of the averages. Had each score that is not there been 1, the average would be {Figures.Decimal(missing.LowestAverage)}; had each been 5, it would be {Figures.Decimal(missing.HighestAverage)}. Beside {Figures.Decimal(verdict.Average.Value)}, the average of the scores that there are, this tells how much the gaps could matter.",
            Table: missing.ByCause.Count == 0 ? null : new ReportTable(["cause", "scores"], missing.ByCause.OrderByDescending(cause => cause.Value).Select(cause => new[] { CauseText.Of(cause.Key), Figures.Count(cause.Value) })));
    }

    private static ReportSection Failed(IReadOnlyList<FailedCase> failed) => new(
        "Failed cases",
        "These cases could not be played to their end and are in no figure. If they failed because of who the user is, the figures tell of the others only.",
        Table: new ReportTable(["case", "what went wrong"], failed.Select(one => new[] { one.Id, one.Cause })) { Words = [0, 1], IsSortable = true });

    private static ReportSection Judge(JudgeQuality judge)
    {
        var most = judge.Spread.Count == 0 ? 0 : judge.Spread.Max();
        return new ReportSection(
            "The judge",
            "A score is worth as much as its judge. Nothing here tells whether it judges as people would: that takes ratings by people.",
            Table: new ReportTable(
                ["measure", "value", "how to read it"],
                [
                    ["agreement with itself (Krippendorff's α)", Figures.Decimal(judge.SelfConsistency), $"Asked again about the same reply; 1 is always the same, 0 is chance. {Reading.OfAlpha(judge.SelfConsistency)}"],
                    ["agreement between judges (Krippendorff's α)", Figures.Decimal(judge.Agreement), $"1 is always the same, 0 is chance. {Reading.OfAlpha(judge.Agreement)}"],
                    ["score and length of the reply (Spearman's ρ)", Figures.Decimal(judge.LengthCorrelation), Reading.OfLength(judge.LengthCorrelation)],
                    .. judge.Spread.Select((share, i) => new[] { $"share of scores of {i + 1}", Figures.Percent(share), share == most && share > 0.9 ? "Nearly all scores are the same: such a judge tells little." : "" }),
                ])
            { Words = [0, 2] });
    }

    private static ReportSection Drift(DriftSummary drift, AlignmentReport report)
    {
        var byId = report.Cases.Select((scored, i) => (scored, Anchor: $"case-{i + 1}")).ToDictionary(one => one.scored.Case.Id);
        var drifted = drift.Drifted.Where(byId.ContainsKey).ToList();
        return new ReportSection(
            "Whether users stayed who they are",
            $"At the end of each conversation the judge said how far the user still spoke as the persona: {Figures.Decimal(drift.Average)} of 5 on average, cases without an answer: {Figures.Count(drift.Missing)}. A user who became somebody else makes the scores of that case mean little. "
            + (drifted.Count == 0 ? "No user scored below 3." : $"Below 3: {Figures.Count(drift.Drifted.Count)}."),
            Table: drifted.Count == 0
                ? null
                : new ReportTable(["case", "score"], drifted.Select(id => new[] { id, Figures.Decimal(byId[id].scored.Drift?.Score) })) { IsSortable = true, Anchors = [.. drifted.Select(id => byId[id].Anchor)] });
    }

    private static ReportSection Inference(IReadOnlyList<InferenceAccuracy> turns)
    {
        ChartSeries Line(string name, Func<InferenceAccuracy, double?> value)
            => new(name, [.. turns.Where(turn => value(turn) is not null).Select(turn => ((double)turn.Turn, 100 * value(turn)!.Value))]);
        return new ReportSection(
            "How well the user was read",
            "After each turn somebody who does not know the persona was asked who the user is. Recall: share of the persona that was found. Precision: share of what was claimed that is so. Recall cannot pass what the user has let show so far. Means over the cases.",
            new LineChart(
                "turn",
                "per cent",
                [Line("facts, recall", turn => turn.FactRecall), Line("facts, precision", turn => turn.FactPrecision), Line("traits, recall", turn => turn.TraitRecall), Line("traits, precision", turn => turn.TraitPrecision)])
            { Vertical = (0, 100) },
            new ReportTable(
                ["turn", "facts, recall", "facts, precision", "traits, recall", "traits, precision", "cases"],
                turns.Select(turn => new[] { Figures.Count(turn.Turn), Figures.Percent(turn.FactRecall), Figures.Percent(turn.FactPrecision), Figures.Percent(turn.TraitRecall), Figures.Percent(turn.TraitPrecision), Figures.Count(turn.Cases) })));
    }
}
