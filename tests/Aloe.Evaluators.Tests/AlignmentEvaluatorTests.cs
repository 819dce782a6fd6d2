using Aloe.Simulation;
using Aloe.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace Aloe.Evaluators.Tests;

public sealed class AlignmentEvaluatorTests
{
    [Fact]
    public async Task Every_part_of_the_judges_answer_becomes_a_metric_with_its_rating()
    {
        var result = await Evaluate("""{"style":5,"content":3,"naturalness":1,"overall":4}""");

        Assert.Equal((4, EvaluationRating.Good), ValueAndRating(result, AlignmentEvaluator.OverallMetricName));
        Assert.Equal((5, EvaluationRating.Exceptional), ValueAndRating(result, AlignmentEvaluator.StyleMetricName));
        Assert.Equal((3, EvaluationRating.Average), ValueAndRating(result, AlignmentEvaluator.ContentMetricName));
        Assert.Equal((1, EvaluationRating.Unacceptable), ValueAndRating(result, AlignmentEvaluator.NaturalnessMetricName));
        Assert.DoesNotContain(result.Metrics.Values, metric => metric.Interpretation!.Failed || metric.ContainsDiagnostics());
    }

    [Fact]
    public async Task The_metrics_are_those_that_the_evaluator_announces()
        => Assert.Equal(new AlignmentEvaluator().EvaluationMetricNames, (await Evaluate("4")).Metrics.Keys);

    [Theory]
    [InlineData(4, 3, true)]
    [InlineData(4, 4, false)]
    [InlineData(2.5, 3, false)]
    [InlineData(2.5, 2, true)]
    public async Task Below_the_passing_score_the_overall_metric_fails(double passing, int score, bool fails)
    {
        var result = await Evaluate(Score(score), new AlignmentEvaluatorOptions { PassingScore = passing });

        Assert.Equal(fails, result.Get<NumericMetric>(AlignmentEvaluator.OverallMetricName).Interpretation!.Failed);
        Assert.False(result.Get<NumericMetric>(AlignmentEvaluator.StyleMetricName).Interpretation!.Failed);
    }

    [Fact]
    public async Task A_part_that_the_judge_leaves_out_has_no_value_and_an_error()
    {
        var result = await Evaluate("""{"overall":4,"style":3}""");

        Assert.Equal(4, result.Get<NumericMetric>(AlignmentEvaluator.OverallMetricName).Value);
        var content = result.Get<NumericMetric>(AlignmentEvaluator.ContentMetricName);
        Assert.Null(content.Value);
        Assert.Contains("none for this part", Error(content), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "answered with nothing")]
    [InlineData("I'm sorry, but I can't help with that.", "declined: “I'm sorry")]
    [InlineData("""{"overall":9}""", "not between 1 and 5: “{")]
    [InlineData("Somewhere from 2 to 4.", "judge")]
    [InlineData("What a nice reply!", "holds no score: “What a nice reply!”")]
    public async Task A_judge_without_a_score_is_an_error_on_every_metric(string answer, string why)
    {
        var judge = new ScriptedChatClient(_ => answer);
        var result = await Evaluate(judge, new AlignmentEvaluatorOptions { JudgeAttempts = 1 });

        Assert.Equal(2, judge.Calls.Count);
        AssertNoValues(result, why);
    }

    [Fact]
    public async Task The_judge_is_asked_again_before_a_score_counts_as_missing()
        => Assert.Equal(3, (await Evaluate(new ScriptedChatClient("well", "hm", Score(3)))).Get<NumericMetric>(AlignmentEvaluator.OverallMetricName).Value);

    [Fact]
    public async Task A_judge_that_fails_is_an_error_and_no_exception()
        => AssertNoValues(await Evaluate(new ScriptedChatClient(_ => throw new HttpRequestException("429, slow down"))), "HttpRequestException: 429, slow down");

    [Fact]
    public async Task A_time_limit_of_the_judge_is_an_error_and_no_cancellation()
        => AssertNoValues(await Evaluate(new ScriptedChatClient(_ => throw new TaskCanceledException("the request timed out"))), "timed out");

    [Fact]
    public async Task Cancellation_is_thrown()
    {
        using var source = new CancellationTokenSource();
        var judge = new ScriptedChatClient(async (_, token) =>
        {
            await source.CancelAsync();
            token.ThrowIfCancellationRequested();
            return new ChatResponse();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new AlignmentEvaluator()
            .EvaluateAsync(Dialogue.Messages, Dialogue.Response, new ChatConfiguration(judge), [Dialogue.Persona], source.Token).AsTask());
    }

    [Fact]
    public async Task A_missing_persona_is_an_error()
        => AssertNoValues(await new AlignmentEvaluator().EvaluateAsync(Dialogue.Messages, Dialogue.Response, Judge(Score(4)), [new OtherContext()]), "PersonaContext");

    [Fact]
    public async Task A_missing_judge_is_an_error()
        => AssertNoValues(await new AlignmentEvaluator().EvaluateAsync(Dialogue.Messages, Dialogue.Response, null, [Dialogue.Persona]), "ChatConfiguration");

    [Fact]
    public async Task A_conversation_without_a_user_is_an_error_and_asks_nobody()
    {
        var judge = new ScriptedChatClient();

        AssertNoValues(await new AlignmentEvaluator().EvaluateAsync([], Dialogue.Response, new ChatConfiguration(judge), [Dialogue.Persona]), "no message of the user");
        AssertNoValues(
            await new AlignmentEvaluator().EvaluateAsync([new(ChatRole.System, "Be brief."), new(ChatRole.User, " ")], Dialogue.Response, new ChatConfiguration(judge), [Dialogue.Persona]), "no message of the user");
        Assert.Empty(judge.Calls);
    }

    [Fact]
    public async Task A_response_without_text_is_an_error_even_after_replies_that_have_some()
    {
        var messages = new ChatMessage[] { new(ChatRole.User, "Hello"), new(ChatRole.Assistant, "Hi."), new(ChatRole.User, "And?") };
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("1", "look_up")]));

        AssertNoValues(await new AlignmentEvaluator().EvaluateAsync(messages, response, Judge(Score(5)), [Dialogue.Persona]), "no text");
    }

    [Fact]
    public async Task The_judge_sees_the_persona_and_what_was_said_but_no_instructions_and_no_tools()
    {
        var judge = new ScriptedChatClient(Score(4));
        ChatMessage[] messages =
        [
            new(ChatRole.System, "SECRET"),
            new(ChatRole.User, "Is it open today?"),
            new(ChatRole.Assistant, [new TextContent("Let me look."), new FunctionCallContent("1", "look_up")]),
            new(ChatRole.Tool, [new FunctionResultContent("1", "SECRET")]),
        ];

        await new AlignmentEvaluator().EvaluateAsync(messages, new ChatResponse(new ChatMessage(ChatRole.Assistant, "It is.")), new ChatConfiguration(judge), [Dialogue.Persona]);

        var prompt = Assert.Single(judge.Calls).LastText;
        Assert.Contains(Dialogue.Persona.Persona.Profile, prompt, StringComparison.Ordinal);
        Assert.Contains("<conversation>\nuser: Is it open today?\n</conversation>", prompt, StringComparison.Ordinal);
        Assert.Contains("<reply>\nLet me look.\nIt is.\n</reply>", prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_name_judge_model_prompts_and_persona()
    {
        var judge = new ScriptedChatClient(Score(4)).AsBuilder().Use(inner => new NamedClient(inner, "openai", "gpt-5")).Build();
        var response = new ChatResponse(Dialogue.Response.Messages) { ModelId = "my-model" };

        var result = await new AlignmentEvaluator().EvaluateAsync(Dialogue.Messages, response, new ChatConfiguration(judge), [Dialogue.Persona]);

        Assert.All(result.Metrics.Values, metric =>
        {
            Assert.Equal(("openai/gpt-5", "my-model", Prompts.PromptSet.Default.Fingerprint()), (metric.Metadata!["aloe-judge"], metric.Metadata["aloe-model"], metric.Metadata["aloe-prompts"]));
            Assert.DoesNotContain("aloe-participants", metric.Metadata);
            Assert.Same(Dialogue.Persona, metric.Context![PersonaContext.ContextName]);
        });
    }

    [Fact]
    public async Task A_simulated_judge_leaves_its_mark_even_behind_other_clients()
    {
        var judge = SimulatedParticipants.Benchmark().Judge.AsBuilder().Use(inner => new PlainWrapper(inner)).Build();
        var result = await Evaluate(judge);

        Assert.All(result.Metrics.Values, metric => Assert.Equal("simulated", metric.Metadata!["aloe-participants"]));
        Assert.NotNull(result.Get<NumericMetric>(AlignmentEvaluator.OverallMetricName).Value);
    }

    [Fact]
    public async Task It_composes_with_the_evaluator_of_conversations()
    {
        var composite = new CompositeEvaluator(new AlignmentEvaluator(), new ConversationAlignmentEvaluator());

        var result = await composite.EvaluateAsync(Dialogue.Messages, Dialogue.Response, Judge(Score(4)), [Dialogue.Persona]);

        Assert.Equal(8, result.Metrics.Count);
    }

    [Fact]
    public void Options_are_checked_when_they_are_set()
    {
        Assert.Contains("PassingScore must be between 1 and 5", Assert.Throws<ArgumentOutOfRangeException>(() => new AlignmentEvaluatorOptions { PassingScore = 0 }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlignmentEvaluatorOptions { PassingScore = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlignmentEvaluatorOptions { JudgeAttempts = 11 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlignmentEvaluatorOptions { Concurrency = 0 });
        Assert.Throws<ArgumentNullException>(() => new AlignmentEvaluatorOptions { Prompts = null! });
        Assert.Throws<ArgumentNullException>(() => new PersonaContext(null!));
    }

    private static Task<EvaluationResult> Evaluate(string answer, AlignmentEvaluatorOptions? options = null) => Evaluate(new ScriptedChatClient(_ => answer), options);

    private static Task<EvaluationResult> Evaluate(IChatClient judge, AlignmentEvaluatorOptions? options = null)
        => new AlignmentEvaluator(options).EvaluateAsync(Dialogue.Messages, Dialogue.Response, new ChatConfiguration(judge), [Dialogue.Persona]).AsTask();

    private static ChatConfiguration Judge(string answer) => new(new ScriptedChatClient(_ => answer));

    private static string Score(int overall) => $$"""{"style":3,"content":3,"naturalness":3,"overall":{{overall}}}""";

    private static (double?, EvaluationRating) ValueAndRating(EvaluationResult result, string name)
        => result.Get<NumericMetric>(name) is var metric ? (metric.Value, metric.Interpretation!.Rating) : default;

    private static void AssertNoValues(EvaluationResult result, string why)
    {
        Assert.Equal(4, result.Metrics.Count);
        Assert.All(result.Metrics.Values.Cast<NumericMetric>(), metric =>
        {
            Assert.Null(metric.Value);
            Assert.True(metric.Interpretation!.Failed);
            Assert.Equal(EvaluationRating.Inconclusive, metric.Interpretation.Rating);
            Assert.Contains(why, Error(metric), StringComparison.Ordinal);
        });
    }

    private static string Error(EvaluationMetric metric) => Assert.Single(metric.Diagnostics!, diagnostic => diagnostic.Severity == EvaluationDiagnosticSeverity.Error).Message;

    private sealed class OtherContext() : EvaluationContext("Other", "nothing of a persona");

    private sealed class PlainWrapper(IChatClient inner) : DelegatingChatClient(inner);

    private sealed class NamedClient(IChatClient inner, string provider, string model) : DelegatingChatClient(inner)
    {
        public override object? GetService(Type serviceType, object? serviceKey = null)
            => serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(provider, null, model) : base.GetService(serviceType, serviceKey);
    }
}
