using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Aloe.Samples.EndToEnd.Report;
using ScottPlot;

namespace Aloe.Samples.EndToEnd.Tests;

public sealed partial class ReportTests
{
    private static readonly RunSummary Summary = RunSummary.Of(
        "simulated", 3, new RunCounts(60, 48, 300, 300, 2_900, 100), [new("personas", 1.25), new("dpo", 60)], 1_234, Sample.Reports());

    [Fact]
    public void Summary_has_the_documented_schema()
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(Summary, ReportJson.Indented));
        var root = json.RootElement;
        Assert.Equal(["schemaVersion", "participants", "seed", "counts", "stages", "peakMemoryMiB", "models", "relativeImprovementPercent"], Names(root));
        Assert.Equal(["profiles", "personalities", "personas", "trees", "pairs", "cases"], Names(root.GetProperty("counts")));
        Assert.Equal(["name", "seconds"], Names(root.GetProperty("stages")[0]));
        Assert.Equal(["name", "al", "average", "ir", "nIr", "nR2"], Names(root.GetProperty("models")[0]));
        Assert.Equal(Sample.Models, root.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString()));
        Assert.Equal(10, root.GetProperty("models")[0].GetProperty("al").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("models")[0].GetProperty("nR2").ValueKind);

        // dpo averages 3.5 + 0.225, base 2.5 + 0.225.
        Assert.Equal(Math.Round(100 * ((3.725 / 2.725) - 1), 2), root.GetProperty("relativeImprovementPercent").GetDouble());
    }

    [Fact]
    public void Page_shows_every_curve_and_says_that_participants_are_simulated()
    {
        var html = HtmlReport.Render(Summary, Sample.Reports());
        Assert.Contains("<strong>participants: simulated</strong>", html);
        foreach (var model in Sample.Models)
        {
            var curve = Regex.Match(html, $"<g class=\"curve m-{model}\"><polyline points=\"([^\"]*)\"/>");
            Assert.True(curve.Success, model);
            Assert.Equal(10, curve.Groups[1].Value.Split(' ').Length);
            Assert.Contains($".m-{model} {{ --c:", html);
        }

        Assert.Contains("prefers-color-scheme: dark", html);
    }

    [Fact]
    public void Page_loads_nothing_and_escapes_what_models_wrote()
    {
        var html = HtmlReport.Render(Summary, Sample.Reports());
        Assert.DoesNotMatch(External(), html);
        Assert.Contains("She keeps 1 &lt;bees&gt; &amp; goats.", html);
        Assert.DoesNotContain("<bees>", html);
        Assert.DoesNotContain("Reply 1.1 <b>", html);
        Assert.Equal(Regex.Count(html, "<details>"), Regex.Count(html, "</details>"));
    }

    [Fact]
    public void Page_shows_the_same_three_conversations_of_every_model()
    {
        var html = HtmlReport.Render(Summary, Sample.Reports(cases: 9));
        foreach (var id in new[] { "case-1", "case-4", "case-7" })
        {
            Assert.Equal(Sample.Models.Length, Regex.Count(html, $"<summary>{id} "));
        }

        Assert.Equal(3 * Sample.Models.Length, Regex.Count(html, "<details>"));
    }

    [Fact]
    public void Page_is_well_formed()
    {
        var html = HtmlReport.Render(Summary, Sample.Reports());
        var xml = Regex.Replace(html.Replace("<!DOCTYPE html>\n", "").Replace("<br>", "<br/>"), "<meta ([^>]*)>", "<meta $1/>");
        Assert.Equal("html", XDocument.Parse(xml).Root!.Name.LocalName);
    }

    [Fact]
    public void Page_of_real_models_names_them_and_has_no_banner()
    {
        var html = HtmlReport.Render(Summary with { Participants = "ollama: small" }, Sample.Reports());
        Assert.DoesNotContain("participants: simulated", html);
        Assert.Contains("Participants: ollama: small.", html);
    }

    [Fact]
    public void Curve_labels_do_not_overlap_even_where_all_curves_end_at_the_same_level()
    {
        var reports = Sample.Models.Select(model => Sample.Report(model, 3, 1)).ToList();
        var heights = Regex.Matches(CurveChart.Svg(reports), "<text class=\"label [^\"]*\" x=\"[^\"]*\" y=\"([^\"]*)\"").Select(match => double.Parse(match.Groups[1].Value)).Order().ToList();
        Assert.Equal(Sample.Models.Length, heights.Count);
        Assert.All(heights.Zip(heights.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 15.9));
        Assert.All(heights, height => Assert.InRange(height, 0, 420));
    }

    [Fact]
    public void Picture_is_drawn_with_the_shipped_font()
    {
        var png = CurvePlot.Png("Alignment by turn", Sample.Reports());
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.Equal("DejaVu Sans", Fonts.GetTypeface(CurvePlot.FontName, bold: false, italic: false).FamilyName);

        // A title changes the picture: text is really drawn.
        Assert.NotEqual(png, CurvePlot.Png("Something else", Sample.Reports()));
    }

    [Fact]
    public void Table_has_a_row_for_every_model_and_a_dash_where_there_is_no_fit()
    {
        var lines = ResultTable.Render(Summary).Split('\n');
        Assert.StartsWith("generic         2.00  2.05", lines.Single(line => line.StartsWith("generic", StringComparison.Ordinal)));
        Assert.EndsWith("–", lines.Single(line => line.StartsWith("generic", StringComparison.Ordinal)));
        Assert.All(Sample.Models, model => Assert.Contains(lines, line => line.StartsWith(model + " ", StringComparison.Ordinal)));
        Assert.Contains("participants: simulated", lines[0]);
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);

    [GeneratedRegex("(src|href)=|url\\(|@import|<script|https?://")]
    private static partial Regex External();
}
