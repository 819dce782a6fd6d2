using Microsoft.Extensions.AI;

namespace Aloe.Personalization;

/// <summary>What the inducer is shown of a conversation: the last things that user and assistant have said. Nothing of the app's instructions, of tools, or of reasoning.</summary>
internal static class SpokenDialogue
{
    // The inducer's prompt has blocks, too, that a message must not leave.
    public static IReadOnlyList<DialogueMessage> Of(IEnumerable<ChatMessage> messages, PersonaInferenceOptions options) =>
    [
        .. messages
            .Where(message => message.Role == ChatRole.User || message.Role == ChatRole.Assistant)
            .Select(message => new DialogueMessage(message.Role == ChatRole.User ? DialogueRole.User : DialogueRole.Assistant, PlainLine.Of(message.Text, options.MaxMessageLength)))
            .Where(message => message.Text.Length > 0)
            .TakeLast(options.MaxMessages),
    ];
}
