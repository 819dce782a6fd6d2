using Aloe.Evaluation;
using Aloe.Reporting.Documents;

namespace Aloe.Reporting.Evaluation;

/// <summary>Verdicts as a short Markdown table.</summary>
internal static class SummaryTable
{
    public static string Of(IReadOnlyList<ModelVerdict> verdicts)
    {
        var confidence = Figures.Percent(verdicts[0].Confidence);
        var table = new ReportTable(
            ["model", $"average ({confidence} interval)", $"points a turn ({confidence} interval)", "first turn", "last turn", "cases", "missing scores", "failed cases", "benchmark"],
            verdicts.Select(verdict => new[]
            {
                verdict.Model,
                Figures.WithRange(verdict.Average),
                Figures.WithRange(verdict.Ir, 3),
                Figures.Decimal(verdict.Al[0].Value),
                Figures.Decimal(verdict.Al[^1].Value),
                Figures.Count(verdict.Cases),
                Figures.Count(verdict.Missing.Scores),
                Figures.Count(verdict.Missing.FailedCases),
                verdict.Protocol.Benchmark,
            }))
        { Words = [0, 8] };
        return MarkdownReport.Render(table);
    }
}
