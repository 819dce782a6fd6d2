using Aloe.Randomness;
using Aloe.Simulation.World;
using Microsoft.Extensions.AI;

namespace Aloe.Simulation.Participants;

/// <summary>Answers the user: fitted to the person as far as the first system message with a <c>revealed</c> block tells of them, else politely general or, if it has moods, in a manner drawn for each reply, taking one person for another.</summary>
internal sealed class SimulatedResponder(bool hasMoods = false) : SimulatedChatClient("responder")
{
    protected override string Answer(IReadOnlyList<ChatMessage> conversation, SeededRandom random)
    {
        var revealed = conversation.Where(message => message.Role == ChatRole.System).Select(message => PromptReader.Block(message.Text, "revealed")).FirstOrDefault(block => block is not null);
        var user = conversation.Where(message => message.Role == ChatRole.User).Select(message => message.Text).ToList();
        var lastReply = conversation.LastOrDefault(message => message.Role == ChatRole.Assistant)?.Text;
        var message = user.Count > 0 ? user[^1] : "";
        if (revealed is null)
        {
            var topic = MessageReader.Topic(message);
            return hasMoods
                ? Careless(ReplyWriter.Write(Mood(user.Count, random), topic, Confusion(user, topic, random), lastReply, random), lastReply, random)
                : ReplyWriter.Write(default, topic, null, lastReply, random);
        }

        var known = PromptReader.Known(revealed);
        var style = PersonalityReader.Read(string.Join(' ', known.Traits));
        var facts = FactReader.Read(string.Join(' ', known.Facts));
        var current = FactReader.In(message, facts);
        var earlier = FactReader.EarlierTopic(facts, current, user.SkipLast(1), random);
        return ReplyWriter.Write(style, current.Count > 0 ? current[0].Topic : MessageReader.Topic(message), earlier, lastReply, random);
    }

    /// <summary>As many preferences as a good listener would know by now, but any: pairs must differ in which manner it is, not in how much of it.</summary>
    private static StyleVector Mood(int turn, SeededRandom random)
        => PersonaWriter.Style(random, Math.Min(4 + random.Next(3), (2 * turn) - random.Next(2)));

    /// <summary>Most of the time, something to come back to that this person may never have told, or is telling at this moment.</summary>
    private static string? Confusion(List<string> user, string? topic, SeededRandom random)
        => user.Count == 1 || random.NextDouble() > 0.7 ? null
            : random.NextDouble() < 0.3 ? topic
            : TopicReader.Any(random);

    /// <summary>Now and then, in the place of another sentence, one that this reply or the last one has already, as with small models.</summary>
    private static string Careless(string reply, string? lastReply, SeededRandom random)
    {
        var sentences = Spoken(reply);
        if (sentences.Count < 2 || random.NextDouble() > 0.4)
        {
            return reply;
        }

        var before = Spoken(lastReply ?? "");
        var again = random.Pick(before.Count > 0 && random.NextDouble() < 0.6 ? before : sentences);
        return reply.Replace(sentences[1 + random.Next(sentences.Count - 1)], again, StringComparison.Ordinal);
    }

    private static List<string> Spoken(string reply) => [.. Words.Sentences(reply).Where(sentence => Words.Of(sentence).Count > 0)];
}
