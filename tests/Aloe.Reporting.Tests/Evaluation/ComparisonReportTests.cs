using System.Globalization;
using System.Text.Json;
using Aloe.Evaluation;
using Aloe.Reporting.Evaluation;
using CsvHelper;

namespace Aloe.Reporting.Tests.Evaluation;

public sealed class ComparisonReportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aloe-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Writes_a_page_a_text_and_the_numbers()
    {
        var (reports, verdicts, comparisons) = Samples.Several("base", "-sft", "dpo");
        await ComparisonReport.WriteAsync(_folder.FullName, reports, verdicts, comparisons);
        Assert.Equal(["comparison.csv", "comparison.html", "comparison.json", "comparison.md"], _folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));

        using var json = JsonDocument.Parse(File.ReadAllText(PathOf("comparison.json")));
        Assert.Equal(["base", "-sft", "dpo"], json.RootElement.GetProperty("verdicts").EnumerateArray().Select(verdict => verdict.GetProperty("model").GetString()));
        Assert.Equal(0.0123, json.RootElement.GetProperty("comparisons")[2].GetProperty("adjustedPValue").GetDouble());

        using var csv = new CsvReader(new StreamReader(PathOf("comparison.csv")), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        foreach (var pair in comparisons)
        {
            Assert.True(csv.Read());
            Assert.Equal((pair.First.Replace("-sft", "'-sft"), pair.Second.Replace("-sft", "'-sft")), (csv["first"], csv["second"]));
            Assert.Equal(
                [pair.Difference.Value, pair.Difference.Low, pair.Difference.High, pair.PValue, pair.AdjustedPValue, pair.EffectSize!.Value, pair.CasesNeeded!.Value, pair.Detectable],
                new[] { "difference", "low", "high", "p", "p_holm", "effect_size", "cases_needed", "detectable" }.Select(name => csv.GetField<double>(name)));
        }

        Assert.False(csv.Read());
    }

    [Fact]
    public async Task What_is_undefined_is_a_dash_and_an_empty_cell()
    {
        var (reports, verdicts, comparisons) = Samples.Several("a", "b");
        await ComparisonReport.WriteAsync(_folder.FullName, reports, verdicts, [comparisons[0] with { EffectSize = null, CasesNeeded = null, Wins = 1, Ties = 2, Losses = 17 }]);
        Assert.Contains("| – | 1 / 2 / 17 | – | 0.22 |", File.ReadAllText(PathOf("comparison.md")), StringComparison.Ordinal);
        Assert.Contains(",0.0123,,1,2,17,,0.22\r\n", File.ReadAllText(PathOf("comparison.csv")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.1, 0.3, 0.4, "The interval includes 0: these data do not show a difference. That does not make the two equal: a difference below 0.22 would often go unseen with this many cases.")]
    [InlineData(-0.1, 0.3, 0.01, "The interval includes 0, the test disagrees: the evidence is borderline.")]
    [InlineData(0.1, 0.3, 0.2, "The interval of this pair by itself leaves out 0, but with all pairs taken into account (Holm) these data do not show a difference.")]
    [InlineData(0.1, 0.3, 0.01, "The interval lies above 0: on these cases b scores higher than a.")]
    [InlineData(-0.3, -0.1, 0.01, "The interval lies below 0: on these cases a scores higher than b.")]
    public void A_difference_is_said_to_be_one_only_if_interval_and_adjusted_test_agree(double low, double high, double adjusted, string expected)
    {
        var pair = Samples.Compare(Samples.Run("a", 3), Samples.Run("b", 3));
        Assert.Equal(expected, Reading.OfDifference(pair with { Difference = new Interval((low + high) / 2, low, high), AdjustedPValue = adjusted }, 0.95));
    }

    [Fact]
    public async Task What_does_not_belong_together_is_refused()
    {
        var (reports, verdicts, comparisons) = Samples.Several("a", "b");
        async Task<string> Refused(IReadOnlyList<AlignmentReport> runs, IReadOnlyList<ModelVerdict> says, IReadOnlyList<ModelComparison> pairs)
            => (await Assert.ThrowsAsync<ArgumentException>(() => ComparisonReport.WriteAsync(_folder.FullName, runs, says, pairs))).Message;
        Assert.Contains("there are 1 runs and 1 verdicts", await Refused([reports[0]], [verdicts[0]], []), StringComparison.Ordinal);
        Assert.Contains("is not one on this run of a", await Refused(reports, [verdicts[1], verdicts[0]], comparisons), StringComparison.Ordinal);
        Assert.Contains("same model name", await Refused([reports[0], reports[0]], [verdicts[0], verdicts[0]], []), StringComparison.Ordinal);
        Assert.Contains("c is compared with a", await Refused(reports, verdicts, [comparisons[0] with { Second = "c" }]), StringComparison.Ordinal);
        var other = Samples.Protocol with { Judge = "openai/other" };
        Assert.Contains("different protocols", await Refused([reports[0], reports[1] with { Protocol = other }], [verdicts[0], verdicts[1] with { Protocol = other }], []), StringComparison.Ordinal);
        Assert.Contains("names case nobody", await Refused(reports, verdicts, [comparisons[0] with { Largest = [new CaseDifference("nobody", 1, 2)] }]), StringComparison.Ordinal);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task One_simulated_run_makes_the_whole_simulated()
    {
        var (reports, verdicts, comparisons) = Samples.Several("a", "b");
        await ComparisonReport.WriteAsync(_folder.FullName, [reports[0], reports[1] with { Participants = Participants.Simulated }], verdicts, comparisons);
        Assert.StartsWith("> **participants: simulated.**", File.ReadAllText(PathOf("comparison.md")), StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
