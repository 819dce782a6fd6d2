using Aloe.Randomness;
using Aloe.Simulation.World;
using Microsoft.Extensions.AI;

namespace Aloe.Simulation.Participants;

/// <summary>Plays the persona of its system message, and begins in the manner that an <c>opening</c> block of the prompt names.</summary>
internal sealed class SimulatedUser(Wordings wordings) : SimulatedChatClient("user")
{
    protected override string Answer(IReadOnlyList<ChatMessage> conversation, SeededRandom random)
    {
        var system = conversation.FirstOrDefault(message => message.Role == ChatRole.System)?.Text ?? "";
        var writer = new UserWriter(PromptReader.Required(system, "profile"), PromptReader.Required(system, "personality"), wordings);

        // Roles are flipped: what this user has said are the assistant's messages.
        var own = conversation.Where(message => message.Role == ChatRole.Assistant).Select(message => message.Text).ToList();
        return own.Count > 0 ? writer.Write(own, conversation[^1].Text, random)
            : Opening(conversation[^1].Text) is { } opening ? writer.Open(opening, random)
            : writer.Write(own, null, random);
    }

    /// <summary>The kind of first message that is asked for; null where it is left to the user.</summary>
    private static OpeningStyle? Opening(string prompt)
        => Enum.TryParse<OpeningStyle>(PromptReader.Block(prompt, "opening")?.Split(':')[0], ignoreCase: true, out var opening)
            && opening is OpeningStyle.Greeting or OpeningStyle.Question or OpeningStyle.Story or OpeningStyle.Request
                ? opening
                : null;
}
