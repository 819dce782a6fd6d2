using System.Globalization;
using System.Text.RegularExpressions;
using Aloe.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace Aloe.Evaluators.Tests;

public sealed partial class ConversationAlignmentEvaluatorTests
{
    /// <summary>By hand: mean 3.2; slope Σ(k−3)(y−3.2)/10 = ((−2)(−1.2) + (−1)(−0.2) + 0 + 1·(−0.2) + 2·1.8)/10 with y = 2,3,3,3,5; scaled by the range, 3.</summary>
    [Fact]
    public async Task Scores_of_all_replies_are_summarised_over_the_turns()
    {
        var result = await Evaluate("2", "3", "3", "3", "5");

        Assert.Equal(3.2, Value(result, ConversationAlignmentEvaluator.AverageMetricName)!.Value, 12);
        Assert.Equal(0.6, Value(result, ConversationAlignmentEvaluator.ImprovementRateMetricName)!.Value, 12);
        Assert.Equal(0.2, Value(result, ConversationAlignmentEvaluator.NormalizedImprovementRateMetricName)!.Value, 12);
        Assert.Equal(2, Value(result, ConversationAlignmentEvaluator.WorstTurnMetricName));
        Assert.Equal(["2", "3", "3", "3", "5"], Turns(result));
        Assert.Equal(new ConversationAlignmentEvaluator().EvaluationMetricNames, result.Metrics.Keys);
    }

    [Fact]
    public async Task The_worst_reply_is_named_with_its_words()
    {
        var worst = (await Evaluate("4", "2", "5", "2")).Get<NumericMetric>(ConversationAlignmentEvaluator.WorstTurnMetricName);

        Assert.Equal("2", worst.Metadata!["aloe-worst-turn"]);
        Assert.Equal("Reply 2: “reply 2”", worst.Reason);
        Assert.Equal(EvaluationRating.Poor, worst.Interpretation!.Rating);
    }

    [Fact]
    public async Task Each_reply_is_judged_after_what_was_said_before_it_and_nothing_later()
    {
        var judge = new ScriptedChatClient(_ => "3");
        var (messages, response) = Dialogue.Of(3);

        await new ConversationAlignmentEvaluator(new() { Concurrency = 1 }).EvaluateAsync(messages, response, new ChatConfiguration(judge), [Dialogue.Persona]);

        Assert.Equal(3, judge.Calls.Count);
        Assert.Contains("<conversation>\nuser: message 1\nassistant: reply 1\nuser: message 2\n</conversation>\n<reply>\nreply 2\n</reply>", judge.Calls[1].LastText, StringComparison.Ordinal);
        Assert.Equal(3, judge.Calls.Select(call => call.Options!.Seed).Distinct().Count());
    }

    [Fact]
    public async Task A_greeting_before_the_user_speaks_is_shown_to_nobody_and_is_no_reply()
    {
        var (messages, response) = Dialogue.Of(2);
        var result = await new ConversationAlignmentEvaluator().EvaluateAsync([new(ChatRole.Assistant, "Welcome!"), .. messages], response, Judge("2", "4"), [Dialogue.Persona]);

        Assert.Equal(["2", "4"], Turns(result));
    }

    [Fact]
    public async Task A_score_that_is_missing_leaves_the_average_with_a_warning_and_the_rates_without_a_value()
    {
        var result = await Evaluate("2", "no idea", "4");

        var average = result.Get<NumericMetric>(ConversationAlignmentEvaluator.AverageMetricName);
        Assert.Equal(3, average.Value);
        Assert.Equal(["2", "none", "4"], Turns(result));
        var warning = Assert.Single(average.Diagnostics!);
        Assert.Equal(EvaluationDiagnosticSeverity.Warning, warning.Severity);
        Assert.Contains("Reply 2 is left out: The judge's answer holds no score: “no idea”", warning.Message, StringComparison.Ordinal);
        foreach (var name in (string[])[ConversationAlignmentEvaluator.ImprovementRateMetricName, ConversationAlignmentEvaluator.NormalizedImprovementRateMetricName])
        {
            var rate = result.Get<NumericMetric>(name);
            Assert.Null(rate.Value);
            Assert.Equal(EvaluationDiagnosticSeverity.Error, Assert.Single(rate.Diagnostics!).Severity);
        }
    }

    [Fact]
    public async Task Without_any_score_no_metric_has_a_value_and_every_one_fails()
    {
        var result = await Evaluate("?", "?");

        Assert.All(result.Metrics.Values.Cast<NumericMetric>(), metric => Assert.True(metric is { Value: null, Interpretation.Failed: true }));
        Assert.Equal("simulated", (await new ConversationAlignmentEvaluator().EvaluateAsync(
            Dialogue.Messages, Dialogue.Response, new ChatConfiguration(Simulation.SimulatedParticipants.Benchmark().Judge), [Dialogue.Persona]))
            .Metrics.Values.First().Metadata!["aloe-participants"]);
    }

    [Fact]
    public async Task A_single_reply_has_no_rate()
    {
        var result = await Evaluate("4");

        Assert.Equal(4, Value(result, ConversationAlignmentEvaluator.AverageMetricName));
        Assert.Null(Value(result, ConversationAlignmentEvaluator.ImprovementRateMetricName));
    }

    [Theory]
    [InlineData(3.5, false)]
    [InlineData(3.6, true)]
    public async Task The_average_passes_from_the_passing_score_on(double passing, bool fails)
    {
        var (messages, response) = Dialogue.Of(2);
        var result = await new ConversationAlignmentEvaluator(new() { PassingScore = passing }).EvaluateAsync(messages, response, Judge("3", "4"), [Dialogue.Persona]);

        Assert.Equal(fails, result.Get<NumericMetric>(ConversationAlignmentEvaluator.AverageMetricName).Interpretation!.Failed);
    }

    [Fact]
    public async Task What_is_missing_is_an_error_on_every_metric()
    {
        var (messages, response) = Dialogue.Of(2);
        var evaluator = new ConversationAlignmentEvaluator();

        EvaluationResult[] results =
        [
            await evaluator.EvaluateAsync(messages, response, null, [Dialogue.Persona]),
            await evaluator.EvaluateAsync(messages, response, Judge()),
            await evaluator.EvaluateAsync([], response, Judge(), [Dialogue.Persona]),
            await evaluator.EvaluateAsync(messages, new ChatResponse(), Judge(), [Dialogue.Persona]),
        ];

        Assert.All(results.SelectMany(result => result.Metrics.Values), metric => Assert.Equal(EvaluationDiagnosticSeverity.Error, Assert.Single(metric.Diagnostics!).Severity));
        Assert.All(results, result => Assert.Equal(4, result.Metrics.Count));
    }

    [Fact]
    public async Task Cancellation_is_thrown()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var (messages, response) = Dialogue.Of(2);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ConversationAlignmentEvaluator().EvaluateAsync(messages, response, Judge(), [Dialogue.Persona], source.Token).AsTask());
    }

    private static async Task<EvaluationResult> Evaluate(params string[] answers)
    {
        var (messages, response) = Dialogue.Of(answers.Length);
        return await new ConversationAlignmentEvaluator().EvaluateAsync(messages, response, Judge(answers), [Dialogue.Persona]);
    }

    /// <summary>Answers by the number of the reply that it is shown, whatever the order of calls.</summary>
    private static ChatConfiguration Judge(params string[] answers)
        => new(new ScriptedChatClient(call => answers[int.Parse(ReplyNumber().Match(call.LastText).Groups[1].Value, CultureInfo.InvariantCulture) - 1]));

    private static double? Value(EvaluationResult result, string name) => result.Get<NumericMetric>(name).Value;

    private static IEnumerable<string> Turns(EvaluationResult result)
    {
        var metadata = result.Get<NumericMetric>(ConversationAlignmentEvaluator.AverageMetricName).Metadata!;
        for (var turn = 1; metadata.TryGetValue($"aloe-turn-{turn}", out var score); turn++)
        {
            yield return score;
        }
    }

    [GeneratedRegex(@"<reply>\nreply (\d+)\n")]
    private static partial Regex ReplyNumber();
}
