using ScottPlot;

namespace Aloe.Samples.EndToEnd.Report;

/// <summary>The AL(k) curves as a picture.</summary>
internal static class CurvePlot
{
    public const string FontName = "Aloe report";

    static CurvePlot() => Fonts.AddFontFile(FontName, Path.Combine(AppContext.BaseDirectory, "Report", "Fonts", "DejaVuSans.ttf"), bold: false, italic: false);

    /// <returns>A PNG file.</returns>
    public static byte[] Png(string title, IReadOnlyList<AlignmentReport> reports)
    {
        using var plot = new Plot();
        foreach (var report in reports)
        {
            var style = CurveStyle.Of(report.Model);
            var curve = plot.Add.Scatter(Enumerable.Range(1, report.Curve.Al.Count).Select(turn => (double)turn).ToArray(), report.Curve.Al.ToArray());
            curve.LegendText = report.Model;
            curve.Color = Color.FromHex(style.Light);
            curve.LineWidth = 2.5f;
            curve.LinePattern = style.Dashed ? LinePattern.Dashed : LinePattern.Solid;
            curve.MarkerSize = 7;
        }

        plot.Title(title);
        plot.XLabel("turn k");
        plot.YLabel("alignment level AL(k), 1 to 5");
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericFixedInterval(1);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericFixedInterval(0.5);
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.OutlineColor = Colors.Transparent;
        plot.ShowLegend(Edge.Right);
        plot.Font.Set(FontName);
        plot.Axes.Title.Label.Bold = false;
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Left.Label.Bold = false;
        plot.Legend.FontName = FontName;
        return plot.GetImage(1_000, 560).GetImageBytes(ImageFormat.Png);
    }
}
