using System.Globalization;
using Aloe.Reporting.Documents;

namespace Aloe.Reporting.Personas;

/// <summary>The part of a report that shows how a pool grew.</summary>
internal static class AcceptanceSection
{
    public static ReportSection Of(AcceptanceCurve growth, string what = "texts")
        => new(
            $"Growth of the pool of {what}",
            "The author writes candidates; those too similar to what the pool holds are dropped. As the pool fills up, fewer are kept.",
            new LineChart("candidates", "pool size", [new ChartSeries("pool", [.. growth.Points.Select(point => ((double)point.Candidates, (double)point.Count))])]),
            new ReportTable(
                ["calls", "candidates", "in the pool", "kept of the latest"],
                growth.Shares().Select(share => new[] { Number(share.End.Calls), Number(share.End.Candidates), Number(share.End.Count), $"{(100 * share.Kept).ToString("F1", CultureInfo.InvariantCulture)} %" })));

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
