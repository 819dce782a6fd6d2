using Aloe.Randomness;
using Aloe.Simulation.World;
using Microsoft.Extensions.AI;

namespace Aloe.Simulation.Participants;

/// <summary>Plays the persona of its system message.</summary>
internal sealed class SimulatedUser(Wordings wordings) : SimulatedChatClient("user")
{
    protected override string Answer(IReadOnlyList<ChatMessage> conversation, SeededRandom random)
    {
        var system = conversation.FirstOrDefault(message => message.Role == ChatRole.System)?.Text ?? "";
        var writer = new UserWriter(PromptReader.Required(system, "profile"), PromptReader.Required(system, "personality"), wordings);

        // Roles are flipped: what this user has said are the assistant's messages.
        var own = conversation.Where(message => message.Role == ChatRole.Assistant).Select(message => message.Text).ToList();
        return writer.Write(own, own.Count == 0 ? null : conversation[^1].Text, random);
    }
}
