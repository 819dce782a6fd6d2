using Aloe.Randomness;
using Aloe.Simulation.World;
using Microsoft.Extensions.AI;

namespace Aloe.Simulation.Participants;

/// <summary>Answers the user: politely general by itself, fitted to the person as far as its system message tells of them.</summary>
internal sealed class SimulatedResponder() : SimulatedChatClient("responder")
{
    protected override string Answer(IReadOnlyList<ChatMessage> conversation, SeededRandom random)
    {
        var revealed = PromptReader.Block(conversation.FirstOrDefault(message => message.Role == ChatRole.System)?.Text ?? "", "revealed");
        var user = conversation.Where(message => message.Role == ChatRole.User).Select(message => message.Text).ToList();
        var lastReply = conversation.LastOrDefault(message => message.Role == ChatRole.Assistant)?.Text;
        var message = user.Count > 0 ? user[^1] : "";
        if (revealed is null)
        {
            return ReplyWriter.Write(default, MessageReader.Topic(message), null, lastReply, random);
        }

        var known = revealed.Split('\n');
        var style = PersonalityReader.Read(string.Join(' ', Lines(known, "trait: ")));
        var facts = FactReader.Read(string.Join(' ', Lines(known, "fact: ")));
        var current = FactReader.In(message, facts);
        var earlier = FactReader.EarlierTopic(facts, current, user.SkipLast(1), random);
        return ReplyWriter.Write(style, current.Count > 0 ? current[0].Topic : MessageReader.Topic(message), earlier, lastReply, random);
    }

    private static IEnumerable<string> Lines(string[] lines, string prefix)
        => lines.Where(line => line.StartsWith(prefix, StringComparison.Ordinal)).Select(line => line[prefix.Length..]);
}
