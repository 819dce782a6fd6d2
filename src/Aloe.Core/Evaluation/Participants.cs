using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

/// <summary>Says who played the user and the judge, so that no figure stands without it.</summary>
internal static class Participants
{
    /// <summary>What is said in the place of names where somebody is a stand-in.</summary>
    public const string Simulated = "simulated";

    private const string SimulationProvider = "aloe.simulation";

    /// <summary><c>simulated</c> as soon as one of the two is a stand-in; otherwise provider and model, once if they are the same.</summary>
    public static string Describe(AloeRoles roles)
    {
        if (IsSimulated(roles.User) || IsSimulated(roles.Judge))
        {
            return Simulated;
        }

        var (userName, judgeName) = (Name(roles.User), Name(roles.Judge));
        return userName == judgeName ? userName : $"user: {userName}, judge: {judgeName}";
    }

    /// <summary>Whether a client is an offline stand-in.</summary>
    public static bool IsSimulated(IChatClient client) => MetadataOf(client)?.ProviderName == SimulationProvider;

    /// <summary>Provider and model of a client, such as <c>openai/gpt-5</c>.</summary>
    public static string Name(IChatClient client) => Name(MetadataOf(client));

    private static ChatClientMetadata? MetadataOf(IChatClient client) => client.GetService<ChatClientMetadata>();

    private static string Name(ChatClientMetadata? metadata)
        => string.Join('/', new[] { metadata?.ProviderName, metadata?.DefaultModelId }.Where(part => !string.IsNullOrEmpty(part))) is { Length: > 0 } name ? name : "unknown";
}
