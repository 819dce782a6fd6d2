using Aloe.Evaluation;
using Aloe.Prompts;
using Aloe.Statistics;

namespace Aloe.Core.Tests.Evaluation.Judging;

public sealed class PositionBiasTests
{
    private static readonly PromptSet Prompts = new() { JudgePair = "{profile}|{personality}|{conversation}|{reply_a}|{reply_b}" };

    [Fact]
    public async Task Every_pair_is_shown_in_both_orders()
    {
        var judge = new RecordingChatClient((_, _) => """{"preferred":"A"}""");
        await PositionBias.MeasureAsync(judge, Report("x", "good", "bad"), Report("y", "fair", "worse"), Prompts, concurrency: 1);
        Assert.Equal(
            [
                "user: facts 1|traits 1|user: hi 1|good|fair", "user: facts 1|traits 1|user: hi 1|fair|good",
                "user: facts 2|traits 2|user: hi 2|bad|worse", "user: facts 2|traits 2|user: hi 2|worse|bad",
            ],
            judge.Calls.Select(call => Assert.Single(call.Lines)));
        Assert.Equal(4, judge.Calls.Select(call => call.Options!.Seed).Distinct().Count());
        Assert.All(judge.Calls, call => Assert.Equal(0, call.Options!.Temperature));
    }

    /// <summary>Wilson's interval for 4 of 4 at 95 %: its lower end is 4 ÷ (4 + 1.96²) = 0.5101.</summary>
    [Fact]
    public async Task Judge_that_always_takes_the_first_is_never_consistent()
    {
        var bias = await MeasureAsync((_, _) => "A");
        Assert.Equal(new PositionBias(2, 0, new Proportion(4, 4), 0, 0), bias);
        Assert.Equal((1.0, 0.5101, 1.0), (bias.PreferFirst.Share!.Value, Math.Round(bias.PreferFirst.Low!.Value, 4), bias.PreferFirst.High!.Value));
    }

    [Fact]
    public async Task Judge_that_always_takes_the_second_is_never_consistent()
        => Assert.Equal(new PositionBias(2, 0, new Proportion(0, 4), 0, 0), await MeasureAsync((_, _) => "B"));

    [Fact]
    public async Task Judge_that_looks_at_the_replies_chooses_each_place_once()
        => Assert.Equal(new PositionBias(2, 2, new Proportion(2, 4), 0, 0), await MeasureAsync((first, second) => string.CompareOrdinal(first, second) > 0 ? "A" : "B"));

    [Fact]
    public async Task Tie_in_one_order_decides_nothing()
        => Assert.Equal(new PositionBias(2, 0, new Proportion(0, 2), 2, 0), await MeasureAsync((first, second) => string.CompareOrdinal(first, second) > 0 ? "tie" : "B"));

    [Fact]
    public async Task Tie_is_an_answer_but_what_cannot_be_read_is_asked_for_again()
    {
        var judge = new RecordingChatClient((messages, _) => messages[0].Text.Contains("good|fair", StringComparison.Ordinal) ? "no idea" : """{"preferred":"tie"}""");
        var bias = await PositionBias.MeasureAsync(judge, Report("x", "good", "bad"), Report("y", "fair", "worse"), Prompts, attempts: 3);
        Assert.Equal(new PositionBias(2, 0, new Proportion(0, 0), 4, 0), bias);
        Assert.Null(bias.PreferFirst.Share);
        Assert.Equal(3 + 4, judge.Calls.Count);
    }

    /// <summary>Cases 1 to 5: alike; another first message; another persona; the same reply; only in the first report. Case 6: only in the second.</summary>
    [Fact]
    public async Task Cases_that_cannot_be_compared_are_skipped_and_counted()
    {
        var first = Report([Case(1, "a"), Case(2, "a"), Case(3, "a"), Case(4, "a"), Case(5, "a")]);
        var second = Report([Case(6, "b"), Case(4, "a"), Case(3, "b") with { Case = new BenchmarkCase("case3", Persona.Create("else", "where")) }, Case(2, "b", user: "hello"), Case(1, "b")]);
        var bias = await PositionBias.MeasureAsync(new RecordingChatClient((_, _) => "A"), first, second, Prompts);
        Assert.Equal(new PositionBias(1, 0, new Proportion(2, 2), 0, 5), bias);
    }

    [Fact]
    public async Task Result_does_not_depend_on_the_concurrency()
    {
        var (first, second) = (Report([.. Enumerable.Range(1, 60).Select(n => Case(n, $"a{n}"))]), Report([.. Enumerable.Range(1, 60).Select(n => Case(n, $"b{n}"))]));
        var results = new List<PositionBias>();
        foreach (var concurrency in new[] { 1, 4, 64 })
        {
            var judge = new RecordingChatClient((_, options) => (options!.Seed!.Value % 4) switch { 0 => "A", 1 => "B", 2 => "tie", _ => "?" });
            results.Add(await PositionBias.MeasureAsync(judge, first, second, Prompts, attempts: 1, concurrency, seed: 9));
        }

        Assert.Single(results.Distinct());
        Assert.Equal(120, results[0].PreferFirst.Total + results[0].Undecided);
        Assert.InRange(results[0].Undecided, 1, 119);
    }

    [Fact]
    public async Task Bad_values_are_refused_and_errors_pass_through()
    {
        var (report, judge) = (Report("x", "a"), new RecordingChatClient((_, _) => throw new HttpRequestException("no route")));
        Assert.Contains("concurrency must be between 1 and 4096", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => PositionBias.MeasureAsync(judge, report, report, concurrency: 0))).Message, StringComparison.Ordinal);
        Assert.Contains("attempts must be between 0 and 10", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => PositionBias.MeasureAsync(judge, report, report, attempts: 11))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => PositionBias.MeasureAsync(judge, report, Report("y", "b")));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PositionBias.MeasureAsync(judge, report, Report("y", "b"), cancellationToken: new CancellationToken(canceled: true)));
    }

    private static Task<PositionBias> MeasureAsync(Func<string, string, string> choose)
    {
        var judge = new RecordingChatClient((messages, _) => messages[0].Text.Split('|') is [_, _, _, var first, var second] ? choose(first, second) : "?");
        return PositionBias.MeasureAsync(judge, Report("x", "good", "bad"), Report("y", "fair", "worse"), Prompts);
    }

    private static ScoredCase Case(int number, string reply, string? user = null)
        => new(new BenchmarkCase($"case{number}", Persona.Create($"facts {number}", $"traits {number}")), [new ScoredTurn(1, user ?? $"hi {number}", reply, null), new ScoredTurn(2, "later", "later", null)]);

    private static AlignmentReport Report(string model, params string[] replies) => Report([.. replies.Select((reply, i) => Case(i + 1, reply))], model);

    private static AlignmentReport Report(IReadOnlyList<ScoredCase> cases, string model = "m") => new(
        model,
        "simulated",
        new EvaluationProtocol("test v1", "0123456789abcdef", 2, "1-5", "1-0123456789abcdef", "u", "j", 1, OpeningStyle.Free, EvaluationControl.None, 0),
        AlignmentMetrics.Curve([1, 2]),
        0,
        cases);
}
