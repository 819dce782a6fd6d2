using Microsoft.Extensions.AI;

namespace Aloe.Answers;

/// <summary>Decides whether a client is given a JSON schema.</summary>
internal static class SchemaSupport
{
    /// <summary>Whether to set <see cref="ChatOptions.ResponseFormat"/> for this client.</summary>
    public static bool IsGiven(StructuredOutput option, IChatClient client) => option switch
    {
        StructuredOutput.On => true,
        StructuredOutput.Off => false,
        _ => client.GetService<ChatClientMetadata>()?.ProviderName is "openai" or "ollama",
    };
}
