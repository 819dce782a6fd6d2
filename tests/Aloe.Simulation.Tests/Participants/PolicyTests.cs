using Aloe.Prompts;
using Aloe.Randomness;
using Aloe.Simulation.Tests.World;
using Aloe.Simulation.World;
using Microsoft.Extensions.AI;

namespace Aloe.Simulation.Tests.Participants;

/// <summary>Plays the built-in benchmark with policies whose rank is known: what the judge must reward, and what must not win.</summary>
public sealed class PolicyTests
{
    private static readonly AloeRoles Roles = SimulatedParticipants.Benchmark();

    private delegate Task<string> Policy(string profile, string personality, IReadOnlyList<ChatMessage> messages);

    [Fact]
    public async Task Knowing_the_person_pays_and_pays_more_over_time()
    {
        var generic = await PlayAsync(GenericAsync);
        var informed = await PlayAsync(InformedAsync);
        var oracle = await PlayAsync(OracleAsync);
        var lastMessageOnly = await PlayAsync((profile, personality, messages) => InformedAsync(profile, personality, [messages[^1]]));

        Assert.True(informed.Average() > 1.3 * generic.Average());
        Assert.True(oracle.Average() > informed.Average() + 0.1);
        Assert.True(informed[^1] > informed[0] + 1);
        Assert.True(informed.Skip(4).Average() > lastMessageOnly.Skip(4).Average() + 1);
        Assert.InRange(generic.Max() - generic.Min(), 0, 0.4);
    }

    [Fact]
    public async Task Degenerate_policies_score_below_honest_ones()
    {
        var generic = (await PlayAsync(GenericAsync)).Average();
        var parrot = (await PlayAsync((_, _, messages) => Task.FromResult(messages[^1].Text))).Average();
        var topics = (await PlayAsync((profile, _, messages) => Task.FromResult(ListTopics(profile, messages)))).Average();
        var fixedStyles = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            var style = PersonaWriter.Style(SeededRandom.For(11, $"{i}"), 6);
            var played = await PlayAsync((_, _, messages) => Task.FromResult(ReplyWriter.Write(style, MessageReader.Topic(messages[^1].Text), null, null, SeededRandom.For(3, messages[^1].Text))));
            fixedStyles.Add(played.Average());
        }

        Assert.True(parrot < generic, $"parrot {parrot} generic {generic}");
        Assert.True(topics < generic, $"topics {topics} generic {generic}");
        Assert.True(fixedStyles.Average() < generic, $"fixed {fixedStyles.Average()} generic {generic}");
        Assert.All(fixedStyles, score => Assert.InRange(score, 1, generic + 0.6));
    }

    private static string ListTopics(string profile, IReadOnlyList<ChatMessage> messages)
    {
        var facts = FactReader.Read(profile);
        var topics = messages.Where(message => message.Role == ChatRole.User).SelectMany(message => FactReader.In(message.Text, facts)).Select(fact => fact.Topic).Distinct();
        return $"I like {string.Join(", ", topics)}.";
    }

    private static Task<string> GenericAsync(string profile, string personality, IReadOnlyList<ChatMessage> messages) => AskAsync(SimulatedParticipants.Responder(), null, messages);

    private static async Task<string> InformedAsync(string profile, string personality, IReadOnlyList<ChatMessage> messages)
    {
        var conversation = PromptSet.Transcript(messages.Select(message => new DialogueMessage(message.Role == ChatRole.User ? DialogueRole.User : DialogueRole.Assistant, message.Text)));
        var answer = await Roles.Inducer.GetResponseAsync(PromptSet.Fill(PromptSet.Default.Inducer, ("profile", profile), ("personality", personality), ("conversation", conversation)), cancellationToken: TestContext.Current.CancellationToken);
        using var json = System.Text.Json.JsonDocument.Parse(answer.Text);
        var revealed = new RevealedPersona(
            [.. json.RootElement.GetProperty("facts").EnumerateArray().Select(fact => fact.GetString()!)],
            [.. json.RootElement.GetProperty("traits").EnumerateArray().Select(trait => trait.GetString()!)]);
        return await AskAsync(Roles.Preferred, PromptSet.Known(revealed), messages);
    }

    private static Task<string> OracleAsync(string profile, string personality, IReadOnlyList<ChatMessage> messages)
        => AskAsync(Roles.Preferred, PromptSet.Known(new RevealedPersona([.. Words.Sentences(profile)], [.. Words.Sentences(personality)])), messages);

    private static async Task<string> AskAsync(IChatClient responder, string? revealed, IReadOnlyList<ChatMessage> messages)
    {
        IEnumerable<ChatMessage> conversation = revealed is null
            ? messages
            : messages.Prepend(new ChatMessage(ChatRole.System, PromptSet.Fill(PromptSet.Default.InformedResponder, ("revealed", revealed))));
        return (await responder.GetResponseAsync(conversation, cancellationToken: TestContext.Current.CancellationToken)).Text;
    }

    /// <summary>AL(k) over the 100 cases.</summary>
    private static async Task<double[]> PlayAsync(Policy policy)
    {
        var level = new double[10];
        foreach (var profile in Texts.BenchmarkProfiles)
        {
            foreach (var personality in Texts.BenchmarkPersonalities)
            {
                var writer = new UserWriter(profile, personality, Wordings.All);
                var scorer = new ReplyScorer(profile, personality);
                var user = new List<string>();
                var replies = new List<string>();
                var messages = new List<ChatMessage>();
                for (var turn = 0; turn < level.Length; turn++)
                {
                    user.Add(writer.Write(user, replies.LastOrDefault(), SeededRandom.For(1, profile, personality, $"{turn}")));
                    messages.Add(new ChatMessage(ChatRole.User, user[^1]));
                    var reply = await policy(profile, personality, messages);
                    level[turn] += ReplyScore.OnScale(scorer.Score(user, replies, reply).Overall) / 100.0;
                    replies.Add(reply);
                    messages.Add(new ChatMessage(ChatRole.Assistant, reply));
                }
            }
        }

        return level;
    }
}
