namespace Aloe.Reporting.Tests.Evaluation;

public sealed class GitHubSummaryTests : IDisposable
{
    private const string Variable = "GITHUB_STEP_SUMMARY";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aloe-test-");

    private string Summary => Path.Combine(_folder.FullName, "summary.md");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Appends_to_what_is_there()
    {
        File.WriteAllText(Summary, "Earlier step.\n");
        var (_, verdict) = Samples.Full();
        Assert.True(await GitHubSummary.AppendAsync(verdict with { Average = new(3.456, 3.2, 3.7) }, Summary));
        var text = File.ReadAllText(Summary);
        Assert.StartsWith("Earlier step.\n\n## dpo-7b: alignment by turn\n\n> **participants: simulated.**", text, StringComparison.Ordinal);
        Assert.Contains("\n| dpo-7b | 3.46 (3.20 to 3.70) |", text, StringComparison.Ordinal);
        Assert.EndsWith("| aloe-100 v1 |\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comparison_has_a_line_for_every_model_and_pair()
    {
        var (_, verdicts, comparisons) = Samples.Several("base", "sft", "dpo");
        Assert.True(await GitHubSummary.AppendAsync(verdicts, comparisons, Summary));
        var text = File.ReadAllText(Summary);
        Assert.Equal(3 + 3 + 4, text.Split('\n').Count(line => line.StartsWith("| ", StringComparison.Ordinal)));
        Assert.Equal(3, text.Split('\n').Count(line => line.StartsWith("- ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Takes_the_file_from_the_environment_and_writes_nothing_without_one()
    {
        var (_, verdict) = Samples.Full();
        var before = Environment.GetEnvironmentVariable(Variable);
        try
        {
            Environment.SetEnvironmentVariable(Variable, null);
            Assert.False(await GitHubSummary.AppendAsync(verdict));
            Environment.SetEnvironmentVariable(Variable, Summary);
            Assert.True(await GitHubSummary.AppendAsync(verdict));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, before);
        }

        Assert.Contains("dpo-7b", File.ReadAllText(Summary), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_a_full_summary_as_it_is()
    {
        var full = new string('x', (1 << 20) - 100);
        File.WriteAllText(Summary, full);
        Assert.False(await GitHubSummary.AppendAsync(Samples.Full().Verdict, Summary));
        Assert.Equal(full, File.ReadAllText(Summary));
    }
}
