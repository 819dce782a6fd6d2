using System.Globalization;
using System.Text;
using Aloe.Reporting.Pages;

namespace Aloe.Reporting.Documents;

/// <summary>Lines over a common axis as inline SVG. They differ in colour, dash and the name at their side; colours come from the page's style sheet. The vertical axis begins at 0.</summary>
internal sealed record LineChart(string XAxis, string YAxis, IReadOnlyList<ChartSeries> Series)
{
    private const double Width = 760;
    private const double Height = 260;
    private const double Left = 56;
    private const double Right = 150;
    private const double Top = 14;
    private const double Bottom = 42;

    private IEnumerable<(double X, double Y)> Points => Series.SelectMany(series => series.Points);

    private double MinX => Points.Min(point => point.X);

    private double MaxX => Math.Max(Points.Max(point => point.X), MinX + 1e-9);

    private double MaxY => Math.Max(Points.Max(point => point.Y), 1e-9);

    public string ToSvg()
    {
        if (!Points.Any())
        {
            return "";
        }

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"chart\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Page.Text($"{YAxis} by {XAxis}: {string.Join(", ", Series.Select(series => series.Name))}")}\">\n");
        Axes(svg);
        for (var i = 0; i < Series.Count; i++)
        {
            Line(svg, Series[i], i);
        }

        return svg.Append("</svg>").ToString();
    }

    private static double Step(double range)
    {
        var rough = Math.Pow(10, Math.Floor(Math.Log10(range / 4)));
        return new[] { 1, 2, 2.5, 5, 10 }.Select(factor => factor * rough).First(step => range / step <= 5);
    }

    private double X(double x) => Left + ((Width - Left - Right) * (x - MinX) / (MaxX - MinX));

    private double Y(double y) => Top + ((Height - Top - Bottom) * (1 - (y / MaxY)));

    private void Axes(StringBuilder svg)
    {
        var stepY = Step(MaxY);
        for (var y = 0.0; y <= MaxY * 1.0001; y += stepY)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(y):F1}\" y2=\"{Y(y):F1}\"/><text class=\"tick\" x=\"{Left - 8}\" y=\"{Y(y) + 4:F1}\" text-anchor=\"end\">{Math.Round(y, 6):#,0.###}</text>\n");
        }

        var stepX = Step(MaxX - MinX);
        for (var x = Math.Ceiling(MinX / stepX) * stepX; x <= MaxX * 1.0001; x += stepX)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"tick\" x=\"{X(x):F1}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{Math.Round(x, 6):#,0.###}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"tick\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">{Page.Text(XAxis)}</text>\n");
    }

    private void Line(StringBuilder svg, ChartSeries series, int index)
    {
        var points = string.Join(' ', series.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.X):F1},{Y(point.Y):F1}")));
        var y = Top + 12 + (22 * index);
        svg.Append(CultureInfo.InvariantCulture, $"<g class=\"series s{index}\"><polyline points=\"{points}\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Width - Right + 14}\" x2=\"{Width - Right + 38}\" y1=\"{y}\" y2=\"{y}\"/><text x=\"{Width - Right + 45}\" y=\"{y + 4}\">{Page.Text(series.Name)}</text></g>\n");
    }
}
