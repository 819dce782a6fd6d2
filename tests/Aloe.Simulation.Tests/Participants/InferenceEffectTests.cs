using Aloe.Evaluation;
using Aloe.Prompts;
using Aloe.Simulation.World;
using Microsoft.Extensions.AI;

namespace Aloe.Simulation.Tests.Participants;

/// <summary>Plays the benchmark with a responder that is told each turn what was read out of the conversation, and holds what was read against the truth.</summary>
public sealed class InferenceEffectTests
{
    private static readonly AloeRoles Roles = SimulatedParticipants.Benchmark();
    private static readonly PersonaInference Inference = new(Roles.Inducer);
    private static readonly Benchmark Cases = AloeBenchmark.Aloe100.Take(40);

    [Fact]
    public async Task Reading_the_person_pays_and_falls_short_of_knowing_them()
    {
        var generic = await PlayAsync(new AssistantUnderTest("generic", SimulatedParticipants.Responder()));
        var inferring = await PlayAsync(new AssistantUnderTest("inferring", new InferringChatClient(SimulatedParticipants.Responder())));
        var oracle = await PlayAsync(new AssistantUnderTest("oracle", SimulatedParticipants.Responder()) { SystemPrompt = OraclePrompt });

        Write(generic);
        Write(inferring);
        Write(oracle);
        Assert.True(inferring.Curve.Average > generic.Curve.Average + 1);
        Assert.True(oracle.Curve.Average > inferring.Curve.Average + 0.05);
        Assert.True(oracle.Curve.Al[0] > inferring.Curve.Al[0] + 0.5);
        Assert.InRange(generic.Curve.Al.Max() - generic.Curve.Al.Min(), 0, 0.6);

        var accuracy = await AccuracyAsync(inferring);
        foreach (var (facts, traits) in accuracy)
        {
            TestContext.Current.TestOutputHelper!.WriteLine($"facts: recall {facts.Recall:F2}, precision {facts.Precision:F2}; traits: recall {traits.Recall:F2}, precision {traits.Precision:F2}");
        }

        // One more fact is told each turn, of nine that there are; each case has six sentences of eight that say how the person wants to be talked to.
        Assert.All(accuracy.Take(9).Index(), turn => Assert.InRange(turn.Item.Facts.Recall!.Value, ((turn.Index + 1) / 9.0) - 0.05, (turn.Index + 1) / 9.0));
        Assert.All(accuracy.Zip(accuracy.Skip(1)), pair => Assert.True(pair.First.Traits.Recall <= pair.Second.Traits.Recall));
        Assert.InRange(accuracy[0].Traits.Recall!.Value, 1 / 8.0, 2 / 8.0);
        Assert.InRange(accuracy[^1].Traits.Recall!.Value, 0.7, 6 / 8.0);
        Assert.All(accuracy, turn => Assert.True(turn.Facts.Precision > 0.8 && turn.Traits.Precision > 0.8));

        // Who comes back to something after everything was told is taken to tell something new.
        Assert.True(accuracy[^1].Facts.Precision < 1);
    }

    private static Task<AlignmentReport> PlayAsync(AssistantUnderTest assistant)
        => new AloeEvaluator(Roles).EvaluateAsync(assistant, Cases, new EvaluationOptions { Seed = 5 }, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>What was inferred by each turn, over all cases.</summary>
    private static async Task<IReadOnlyList<(MatchCounts Facts, MatchCounts Traits)>> AccuracyAsync(AlignmentReport report)
    {
        var matcher = new PersonaMatcher(Roles.Judge);
        var byTurn = Enumerable.Repeat((Facts: new MatchCounts(0, 0, 0, 0), Traits: new MatchCounts(0, 0, 0, 0)), 10).ToArray();
        foreach (var played in report.Cases)
        {
            var conversation = new List<DialogueMessage>();
            RevealedPersona? known = null;
            foreach (var turn in played.Turns)
            {
                conversation.Add(new DialogueMessage(DialogueRole.User, turn.User));
                known = await Inference.InferAsync(conversation, known, cancellationToken: TestContext.Current.CancellationToken);
                conversation.Add(new DialogueMessage(DialogueRole.Assistant, turn.Reply));
                var matched = (await matcher.MatchAsync(played.Case.Persona, known!, cancellationToken: TestContext.Current.CancellationToken))!;
                var sum = byTurn[turn.Number - 1];
                byTurn[turn.Number - 1] = (Sum(sum.Facts, matched.Facts), Sum(sum.Traits, matched.Traits));
            }
        }

        return byTurn;
    }

    private static MatchCounts Sum(MatchCounts one, MatchCounts other)
        => new(one.Claims + other.Claims, one.Supported + other.Supported, one.Truths + other.Truths, one.Found + other.Found);

    private static string OraclePrompt(Persona persona) => PromptSet.Fill(
        PromptSet.Default.InformedResponder, ("revealed", PromptSet.Known(new RevealedPersona([.. Words.Sentences(persona.Profile)], [.. Words.Sentences(persona.Personality)]))));

    private static void Write(AlignmentReport report)
        => TestContext.Current.TestOutputHelper!.WriteLine($"{report.Model} {report.Curve.Average:F2}: {string.Join(' ', report.Curve.Al.Select(al => $"{al:F2}"))}");

    /// <summary>Puts what can be read out of the conversation before it.</summary>
    private sealed class InferringChatClient(IChatClient responder) : DelegatingChatClient(responder)
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var conversation = messages.ToList();
            var dialogue = conversation.Select(message => new DialogueMessage(message.Role == ChatRole.User ? DialogueRole.User : DialogueRole.Assistant, message.Text));
            var inferred = await Inference.InferAsync(dialogue, cancellationToken: cancellationToken);
            var hint = PromptSet.Fill(PromptSet.Default.PersonaHint, ("revealed", PromptSet.Known(inferred!)));
            return await base.GetResponseAsync(conversation.Prepend(new ChatMessage(ChatRole.System, hint)), options, cancellationToken);
        }
    }
}
