using System.Globalization;
using System.Text.Json;
using Aloe.Evaluation;
using Aloe.Reporting.Evaluation;
using CsvHelper;

namespace Aloe.Reporting.Tests.Evaluation;

public sealed class EvaluationReportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aloe-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Writes_a_page_a_text_scores_result_and_verdict()
    {
        var (report, verdict) = Samples.Full();
        await EvaluationReport.WriteAsync(_folder.FullName, report, verdict);
        Assert.Equal(["report.html", "report.md", "result.json", "scores.csv", "verdict.json"], _folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));

        var read = await AlignmentReportFile.ReadAsync(PathOf("result.json"));
        Assert.Equal(report.Cases.Select(one => one.Case), read.Cases.Select(one => one.Case));
        using var json = JsonDocument.Parse(File.ReadAllText(PathOf("verdict.json")));
        Assert.Equal(verdict.Average.High, json.RootElement.GetProperty("average").GetProperty("high").GetDouble());
        Assert.Equal("Free", json.RootElement.GetProperty("protocol").GetProperty("opening").GetString());
        Assert.Equal(2, json.RootElement.GetProperty("missing").GetProperty("failedCases").GetInt32());
    }

    [Fact]
    public async Task Page_and_text_say_first_that_participants_were_simulated()
    {
        var (report, verdict) = Samples.Full();
        await EvaluationReport.WriteAsync(_folder.FullName, report, verdict);
        Assert.StartsWith("> **participants: simulated.**", Read("report.md"), StringComparison.Ordinal);
        Assert.Contains("<main>\n<div class=\"banner\" role=\"note\"><strong>participants: simulated</strong>", Read("report.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_allows_its_own_script_and_style_alone()
    {
        var (report, verdict) = Samples.Full();
        await EvaluationReport.WriteAsync(_folder.FullName, report, verdict);
        var policy = Read("report.html").Split("Content-Security-Policy\" content=\"")[1].Split('"')[0];
        Assert.Matches("^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'$", policy);
    }

    [Fact]
    public async Task Sections_without_data_are_left_out()
    {
        var report = Samples.Run("plain", 3);
        await EvaluationReport.WriteAsync(_folder.FullName, report, Samples.Verdict(report));
        var text = Read("report.md");
        Assert.DoesNotContain("Failed cases", text, StringComparison.Ordinal);
        Assert.DoesNotContain("How well the user was read", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Whether users stayed", text, StringComparison.Ordinal);
        Assert.DoesNotContain("system prompt", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bounds_and_causes_of_missing_scores_are_told()
    {
        var (report, verdict) = Samples.Full();
        verdict = verdict with { Missing = new MissingSummary(7, new Dictionary<MissingScoreCause, int> { [MissingScoreCause.Refusal] = 2, [MissingScoreCause.OffScale] = 5 }, 2, 3.25, 3.5) };
        await EvaluationReport.WriteAsync(_folder.FullName, report, verdict);
        var text = Read("report.md");
        Assert.Contains("Scores that the judge did not give: 7; failed cases: 2. They are left out of the averages. Had each score that is not there been 1, the average would be 3.25; had each been 5, it would be 3.50.", text, StringComparison.Ordinal);
        Assert.Contains("| value off the scale | 5 |\n| the judge declined | 2 |\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scores_come_back_through_another_reader()
    {
        var report = Hostile.Run("m");
        await EvaluationReport.WriteAsync(_folder.FullName, report, Samples.Verdict(report));
        using var reader = new CsvReader(new StreamReader(PathOf("scores.csv")), CultureInfo.InvariantCulture);
        reader.Read();
        reader.ReadHeader();
        Assert.Equal(["case", "profile", "personality", "turn", "overall", "style", "content", "naturalness", "missing_cause", "reply_length"], reader.HeaderRecord!);
        foreach (var (one, turn) in report.Cases.SelectMany(one => one.Turns.Select(turn => (one, turn))))
        {
            Assert.True(reader.Read());
            Assert.Equal(Safe(one.Case.Id), reader["case"]);
            Assert.Equal(Safe(one.Case.ProfileId), reader["profile"]);
            Assert.Equal(turn.Number, reader.GetField<int>("turn"));
            Assert.Equal(turn.Score?.Overall, reader.GetField<double?>("overall"));
            Assert.Equal(turn.Score?.Naturalness, reader.GetField<double?>("naturalness"));
            Assert.Equal(turn.Missing?.Cause.ToString() ?? "", reader["missing_cause"]);
            Assert.Equal(turn.Reply.Length, reader.GetField<int>("reply_length"));
        }

        Assert.False(reader.Read());

        // A lone half of a surrogate pair is no character and has no UTF-8.
        static string Safe(string text) => (text.StartsWith('=') || text.StartsWith('-') ? "'" : "") + text.Replace('\ud800', '\ufffd');
    }

    [Fact]
    public async Task Cancelled_writing_leaves_the_files_as_they_were()
    {
        var (report, verdict) = Samples.Full();
        await EvaluationReport.WriteAsync(_folder.FullName, report, verdict);
        var before = _folder.GetFiles().ToDictionary(file => file.Name, file => File.ReadAllText(file.FullName));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EvaluationReport.WriteAsync(_folder.FullName, report with { Instructions = "other" }, verdict, cancelled.Token));
        Assert.Equal(before, _folder.GetFiles().ToDictionary(file => file.Name, file => File.ReadAllText(file.FullName)));
    }

    [Fact]
    public async Task Verdict_on_another_run_is_refused()
    {
        var (report, verdict) = Samples.Full();
        var error = await Assert.ThrowsAsync<ArgumentException>(() => EvaluationReport.WriteAsync(_folder.FullName, report, verdict with { Model = "other" }));
        Assert.Contains("The verdict on other (20 cases) is not one on this run of dpo-7b (20 cases).", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => EvaluationReport.WriteAsync(_folder.FullName, report, verdict with { Protocol = verdict.Protocol with { Seed = 8 } }));
        Assert.Empty(_folder.GetFiles());
    }

    [Theory]
    [InlineData(0.1, 0.3, "The interval lies above 0: the score rises over the turns.")]
    [InlineData(-0.3, -0.1, "The interval lies below 0: the score falls over the turns.")]
    [InlineData(-0.1, 0.3, "The interval includes 0: these data do not show that the score changes over the turns.")]
    [InlineData(0, 0.3, "The interval includes 0: these data do not show that the score changes over the turns.")]
    public void A_slope_is_said_to_be_one_only_beyond_its_interval(double low, double high, string expected)
        => Assert.Equal(expected, Reading.OfSlope(new Interval((low + high) / 2, low, high), "the score"));

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private string Read(string name) => File.ReadAllText(PathOf(name));
}
