using Aloe.Evaluation;
using Aloe.Reporting.Documents;

namespace Aloe.Reporting.Evaluation;

/// <summary>The content of an <see cref="EvaluationReport"/>.</summary>
internal static class EvaluationDocument
{
    /// <summary>A longer table is folded away.</summary>
    private const int LongTable = 30;

    public static ReportDocument Of(AlignmentReport report, ModelVerdict verdict)
    {
        var conversations = new ReportSection(
            "Conversations",
            "Every case with its persona and the score of each turn, from 1 (red) to 5 (green). The first number is the case's mean. A case opens with a click or the Enter key.")
        { Conversations = Transcript.Of(report) };
        return new ReportDocument(
            $"{report.Model}: alignment by turn",
            report.Participants,
            Headline(report, verdict),
            [
                Curve(verdict), Measures(verdict), Groups("profile", verdict.ByProfile), Groups("personality", verdict.ByPersonality), Cases(report),
                .. QualitySections.Of(report, verdict), ProtocolSection.Of(verdict.Protocol, report.Instructions), conversations,
            ]);
    }

    private static IReadOnlyList<ReportFigure> Headline(AlignmentReport report, ModelVerdict verdict) =>
    [
        new(Figures.Decimal(verdict.Average.Value), "mean score of 1 to 5", Figures.Range(verdict.Average)),
        new(Figures.Change(verdict.Ir.Value, 3), "points a turn (IR)", Figures.Range(verdict.Ir, 3)),
        new(Figures.Count(verdict.Cases), $"cases of {Figures.Count(verdict.Profiles)} profiles, {Figures.Count(verdict.Protocol.Turns)} turns each"),
        new(Figures.Count(verdict.Missing.Scores), "missing scores"),
        .. report.Failed.Count > 0 ? new[] { new ReportFigure(Figures.Count(report.Failed.Count), "failed cases") } : [],
    ];

    private static ReportSection Curve(ModelVerdict verdict) => new(
        "Alignment by turn",
        $"AL(k) is the mean score, 1 to 5, that a judge who knows the person gives to the reply at turn k. The band is the {Figures.Percent(verdict.Confidence)} interval of each turn by itself. {Reading.OfIntervals(verdict.Cases, verdict.Profiles)}",
        AlignmentChart.Of([verdict]),
        new ReportTable(["turn", "AL(k)", Interval(verdict)], verdict.Al.Select((al, turn) => new[] { Figures.Count(turn + 1), Figures.Decimal(al.Value), Figures.Range(al) })));

    private static ReportSection Measures(ModelVerdict verdict)
    {
        string[] Row(string name, Interval? interval, int digits, string reading)
            => [name, interval is null ? "–" : Figures.Decimal(interval.Value, digits), interval is null ? "–" : Figures.Range(interval, digits), reading];
        return new ReportSection(
            "In numbers",
            "The overall score makes the curve; style, content and naturalness are what else the judge was asked for.",
            Table: new ReportTable(
                ["measure", "value", Interval(verdict), "how to read it"],
                [
                    Row("average", verdict.Average, 2, "Mean of AL(k) over the turns; 1 is worst, 5 is best."),
                    Row("IR", verdict.Ir, 3, $"Points gained a turn, by a straight-line fit. {Reading.OfSlope(verdict.Ir, "the score")}"),
                    Row("N-IR", verdict.NIr, 3, "The same for the curve scaled to 0–1: its shape, whatever its level and height."),
                    ["N-R²", Figures.Decimal(verdict.NR2, 3), "–", "How well a straight line fits, 0 to 1; none for a flat curve."],
                    Row("style", verdict.Style, 2, "How well the manner fits the personality, 1 to 5."),
                    Row("content", verdict.Content, 2, "How well the content fits the profile, 1 to 5."),
                    Row("naturalness", verdict.Naturalness, 2, "How human-like, engaging and concise replies are, 1 to 5."),
                ])
            { Words = [0, 3] });
    }

    private static ReportSection Groups(string kind, IReadOnlyList<GroupScore> groups) => new(
        $"By {kind}",
        $"Mean score of the cases that share a {kind}, worst first. With few cases in each, the order of neighbours means little.",
        Table: new ReportTable(
            [kind, "cases", "average"],
            groups.Select(group => new[] { group.Id, Figures.Count(group.Cases), Figures.Decimal(group.Average) }),
            groups.Count > LongTable ? $"all {Figures.Count(groups.Count)}" : null)
        { IsSortable = true });

    private static ReportSection Cases(AlignmentReport report)
    {
        string[] Row(ScoredCase scored)
        {
            var scores = scored.Turns.Select(turn => turn.Score?.Overall).ToList();
            return
            [
                scored.Case.Id, scored.Case.ProfileId, scored.Case.PersonalityId,
                Figures.Decimal(scores.Average()), Figures.Decimal(scores.FirstOrDefault()), Figures.Decimal(scores.LastOrDefault()), Figures.Decimal(scores.Min()), Figures.Count(scores.Count(score => score is null)),
            ];
        }

        return new ReportSection(
            "By case",
            "A case's name leads to its conversation. A click on a column's name, or Enter, orders the rows by it; a second one turns the order round.",
            Table: new ReportTable(
                ["case", "profile", "personality", "average", "first turn", "last turn", "lowest", "missing"],
                report.Cases.Select(Row),
                $"all {Figures.Count(report.Cases.Count)} cases")
            { Words = [0, 1, 2], IsSortable = true, Anchors = [.. report.Cases.Select((_, i) => $"case-{i + 1}")] });
    }

    private static string Interval(ModelVerdict verdict) => $"{Figures.Percent(verdict.Confidence)} interval";
}
