using Aloe;
using Aloe.Evaluators;
using Aloe.Simulation;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace TestYourAssistant;

/// <summary>A single reply and a single conversation, with the evaluators for Microsoft.Extensions.AI.Evaluation. They compose with the others of that library, and with its reports.</summary>
public sealed class ReplyTests
{
    private static readonly ChatConfiguration Judge = new(SimulatedParticipants.Benchmark().Judge);

    private static readonly PersonaContext Ines = new(Persona.Create(
        "She plays the oboe. She keeps geese. She has two brothers.",
        "She likes short answers best. She jokes even on bad days."));

    [Fact]
    public async Task A_reply_is_scored_by_a_judge_who_knows_the_user()
    {
        ChatMessage[] conversation =
        [
            new(ChatRole.User, "I keep geese. Long texts lose me halfway."),
            new(ChatRole.Assistant, "Geese! Loud ones?"),
            new(ChatRole.User, "I play the oboe. I put on a funny voice when I tell it."),
        ];
        var reply = await Assistants.Yours().GetResponseAsync(conversation);

        var result = await new AlignmentEvaluator(new AlignmentEvaluatorOptions { PassingScore = 4 }).EvaluateAsync(conversation, reply, Judge, [Ines]);

        var overall = result.Get<NumericMetric>(AlignmentEvaluator.OverallMetricName);
        Assert.False(overall.Interpretation!.Failed, $"{overall.Value} for “{reply.Text}”");
        Assert.Equal("simulated", overall.Metadata!["aloe-participants"]);
    }

    [Fact]
    public async Task A_conversation_is_scored_reply_by_reply()
    {
        var assistant = Assistants.Yours();
        List<ChatMessage> conversation = [];
        ChatResponse reply = new();
        foreach (var message in (string[])["I keep geese. Long texts lose me halfway.", "I play the oboe. I put on a funny voice when I tell it.", "I have two brothers."])
        {
            conversation.AddRange([.. reply.Messages, new ChatMessage(ChatRole.User, message)]);
            reply = await assistant.GetResponseAsync(conversation);
        }

        var result = await new ConversationAlignmentEvaluator().EvaluateAsync(conversation, reply, Judge, [Ines]);

        var average = result.Get<NumericMetric>(ConversationAlignmentEvaluator.AverageMetricName);
        Assert.True(average.Value >= 3, string.Join(", ", average.Metadata!.Select(entry => $"{entry.Key}: {entry.Value}")));
        Assert.Contains("aloe-turn-3", average.Metadata!);
    }
}
