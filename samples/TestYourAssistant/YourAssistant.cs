using Aloe;
using Aloe.Evaluation;
using Aloe.Prompts;
using Microsoft.Extensions.AI;

namespace TestYourAssistant;

/// <summary>The assistant under test: works out who its user is, and lets its model answer with that in mind. Put yours in its place; anything that is an <see cref="IChatClient"/> will do.</summary>
internal sealed class YourAssistant(IChatClient model, PersonaInference inference) : DelegatingChatClient(model)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var conversation = messages.ToList();
        var user = await inference.InferAsync(conversation.Select(Spoken), cancellationToken: cancellationToken);
        var hint = PromptSet.Fill(PromptSet.Default.InformedResponder, ("revealed", PromptSet.Known(user ?? RevealedPersona.Nothing)));
        return await base.GetResponseAsync([new ChatMessage(ChatRole.System, hint), .. conversation], options, cancellationToken);
    }

    private static DialogueMessage Spoken(ChatMessage message)
        => new(message.Role == ChatRole.User ? DialogueRole.User : DialogueRole.Assistant, message.Text);
}
