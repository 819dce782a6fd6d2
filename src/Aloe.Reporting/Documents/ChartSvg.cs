using System.Globalization;
using System.Text;
using Aloe.Reporting.Pages;

namespace Aloe.Reporting.Documents;

/// <summary>A <see cref="LineChart"/> as inline SVG of a given width; its names stand below it, where they have room.</summary>
internal sealed class ChartSvg
{
    /// <summary>Colours that the style sheet has for lines; with more lines, they begin anew.</summary>
    private const int Colours = 8;

    private const double Height = 270;
    private const double Left = 48;
    private const double Right = 14;
    private const double Top = 26;
    private const double Bottom = 42;

    private readonly LineChart _chart;
    private readonly double _width;
    private readonly (double Low, double High) _x;
    private readonly (double Low, double High) _y;
    private readonly StringBuilder _svg = new();

    private ChartSvg(LineChart chart, double width)
    {
        (_chart, _width) = (chart, width);
        _x = Wide(chart.Horizontal);
        _y = Wide(chart.Vertical ?? (0, chart.Points.Max(point => point.Y)));
    }

    /// <summary>The drawing; empty where there is nothing to draw.</summary>
    public static string Render(LineChart chart, double width, string cssClass)
    {
        if (!chart.Points.Any())
        {
            return "";
        }

        var svg = new ChartSvg(chart, width);
        svg.Add($"<svg class=\"{cssClass}\" viewBox=\"0 0 {width} {Height}\" role=\"img\" aria-label=\"{Page.Text($"{chart.YAxis} by {chart.XAxis}: {string.Join(", ", chart.Series.Select(series => series.Name))}")}\">");
        svg.Axes();
        foreach (var (index, series) in chart.Series.Index())
        {
            svg.Band(series, index);
        }

        foreach (var (index, series) in chart.Series.Index())
        {
            svg.Line(series, index);
        }

        svg.Add($"</svg>");
        return svg._svg.ToString();
    }

    /// <summary>CSS class of the colour of a line.</summary>
    public static string Colour(int index) => string.Create(CultureInfo.InvariantCulture, $"s{index % Colours}");

    private static (double Low, double High) Wide((double Low, double High) range) => (range.Low, Math.Max(range.High, range.Low + 1e-9));

    private static double Step(double range, int steps)
    {
        var rough = Math.Pow(10, Math.Floor(Math.Log10(range / steps)));
        return new[] { 1, 2, 2.5, 5, 10 }.Select(factor => factor * rough).First(step => range / step <= steps + 1);
    }

    private static IEnumerable<double> Ticks((double Low, double High) range, int steps)
    {
        var step = Step(range.High - range.Low, steps);
        for (var i = Math.Ceiling((range.Low / step) - 1e-6); i * step <= range.High + (step * 1e-6); i++)
        {
            yield return Math.Round(i * step, 9);
        }
    }

    private static string Tick(double value) => value.ToString("#,0.###;−#,0.###;0", CultureInfo.InvariantCulture);

    private double X(double x) => Left + ((_width - Left - Right) * (x - _x.Low) / (_x.High - _x.Low));

    private double Y(double y) => Top + ((Height - Top - Bottom) * (1 - ((y - _y.Low) / (_y.High - _y.Low))));

    private void Add(FormattableString svg) => _svg.Append(svg.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private void Axes()
    {
        foreach (var y in Ticks(_y, 4))
        {
            Add($"<line class=\"{(y == 0 ? "zero" : "grid")}\" x1=\"{Left}\" x2=\"{_width - Right}\" y1=\"{Y(y):F1}\" y2=\"{Y(y):F1}\"/><text class=\"tick\" x=\"{Left - 8}\" y=\"{Y(y) + 4:F1}\" text-anchor=\"end\">{Tick(y)}</text>");
        }

        foreach (var x in Ticks(_x, _width > 500 ? 9 : 4))
        {
            Add($"<text class=\"tick\" x=\"{X(x):F1}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{Tick(x)}</text>");
        }

        Add($"<text class=\"tick\" x=\"4\" y=\"12\">{Page.Text(_chart.YAxis)}</text>");
        Add($"<text class=\"tick\" x=\"{(Left + _width - Right) / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">{Page.Text(_chart.XAxis)}</text>");
    }

    private void Band(ChartSeries series, int index)
    {
        if (series.Band.Count == 0)
        {
            return;
        }

        var upper = series.Points.Zip(series.Band, (point, band) => Point(point.X, band.High));
        var lower = series.Points.Zip(series.Band, (point, band) => Point(point.X, band.Low)).Reverse();
        Add($"<polygon class=\"band {Colour(index)}\" points=\"{string.Join(' ', upper.Concat(lower))}\"/>");
    }

    private void Line(ChartSeries series, int index)
        => Add($"<g class=\"series {Colour(index)}\"><polyline points=\"{string.Join(' ', series.Points.Select(point => Point(point.X, point.Y)))}\"/></g>");

    private string Point(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"{X(x):F1},{Y(y):F1}");
}
