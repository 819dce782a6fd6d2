using System.Globalization;
using System.Net;
using System.Text;

namespace Aloe.Samples.EndToEnd.Report;

/// <summary>The AL(k) curves as inline SVG; colours come from the page's style sheet.</summary>
internal sealed class CurveChart
{
    private const double Width = 820;
    private const double Height = 420;
    private const double Left = 44;
    private const double Right = 132;
    private const double Top = 14;
    private const double Bottom = 44;

    private readonly IReadOnlyList<AlignmentReport> _reports;
    private readonly int _turns;
    private readonly double _low;
    private readonly double _high;

    private CurveChart(IReadOnlyList<AlignmentReport> reports)
    {
        _reports = reports;
        _turns = reports.Max(report => report.Curve.Al.Count);
        _low = Math.Floor(2 * reports.Min(report => report.Curve.Al.Min())) / 2;
        _high = Math.Max(_low + 0.5, Math.Ceiling(2 * reports.Max(report => report.Curve.Al.Max())) / 2);
    }

    public static string Svg(IReadOnlyList<AlignmentReport> reports)
    {
        var chart = new CurveChart(reports);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"chart\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"Alignment level by turn for {reports.Count} models; the table below has the numbers\">\n");
        chart.Axes(svg);
        foreach (var report in reports)
        {
            chart.Curve(svg, report);
        }

        chart.Labels(svg);
        return svg.Append("</svg>").ToString();
    }

    private double X(int turn) => Left + ((Width - Left - Right) * (turn - 1) / Math.Max(1, _turns - 1));

    private double Y(double level) => Top + ((Height - Top - Bottom) * (_high - level) / (_high - _low));

    private void Axes(StringBuilder svg)
    {
        for (var level = _low; level <= _high + 1e-9; level += 0.5)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(level):F1}\" y2=\"{Y(level):F1}\"/><text class=\"tick\" x=\"{Left - 8}\" y=\"{Y(level) + 4:F1}\" text-anchor=\"end\">{level:F1}</text>\n");
        }

        for (var turn = 1; turn <= _turns; turn++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"tick\" x=\"{X(turn):F1}\" y=\"{Height - Bottom + 20}\" text-anchor=\"middle\">{turn}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"axis\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 4}\" text-anchor=\"middle\">turn k</text>\n");
    }

    private void Curve(StringBuilder svg, AlignmentReport report)
    {
        var points = report.Curve.Al.Select((level, i) => string.Create(CultureInfo.InvariantCulture, $"{X(i + 1):F1},{Y(level):F1}"));
        var name = WebUtility.HtmlEncode(report.Model);
        svg.Append(CultureInfo.InvariantCulture, $"<g class=\"curve m-{name}\"><polyline points=\"{string.Join(' ', points)}\"/>");
        for (var i = 0; i < report.Curve.Al.Count; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(i + 1):F1}\" cy=\"{Y(report.Curve.Al[i]):F1}\" r=\"3.5\"><title>{name}, turn {i + 1}: {report.Curve.Al[i]:F2}</title></circle>");
        }

        svg.Append("</g>\n");
    }

    /// <summary>A name at the end of each curve, moved apart where curves end close together.</summary>
    private void Labels(StringBuilder svg)
    {
        const double gap = 16;
        var labels = _reports.Select(report => (report.Model, Y: Y(report.Curve.Al[^1]))).OrderBy(label => label.Y).ToList();
        for (var i = 1; i < labels.Count; i++)
        {
            labels[i] = labels[i] with { Y = Math.Max(labels[i].Y, labels[i - 1].Y + gap) };
        }

        var overflow = Math.Max(0, labels[^1].Y - (Height - Bottom));
        for (var i = labels.Count - 1; i >= 0 && overflow > 0; i--)
        {
            labels[i] = labels[i] with { Y = Math.Min(labels[i].Y, Height - Bottom - (gap * (labels.Count - 1 - i))) };
        }

        foreach (var (model, y) in labels)
        {
            var name = WebUtility.HtmlEncode(model);
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"label m-{name}\" x=\"{Width - Right + 12}\" y=\"{y + 4:F1}\">{name}</text>\n");
        }
    }
}
