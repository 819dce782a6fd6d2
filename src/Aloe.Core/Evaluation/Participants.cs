using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

/// <summary>Says who played the user and the judge, so that no figure stands without it.</summary>
internal static class Participants
{
    private const string SimulationProvider = "aloe.simulation";

    /// <summary><c>simulated</c> as soon as one of the two is a stand-in; otherwise provider and model, once if they are the same.</summary>
    public static string Describe(AloeRoles roles)
    {
        var (user, judge) = (MetadataOf(roles.User), MetadataOf(roles.Judge));
        if (SimulationProvider == user?.ProviderName || SimulationProvider == judge?.ProviderName)
        {
            return "simulated";
        }

        var (userName, judgeName) = (Name(user), Name(judge));
        return userName == judgeName ? userName : $"user: {userName}, judge: {judgeName}";
    }

    /// <summary>Provider and model of a client, such as <c>openai/gpt-5</c>.</summary>
    public static string Name(IChatClient client) => Name(MetadataOf(client));

    private static ChatClientMetadata? MetadataOf(IChatClient client) => client.GetService<ChatClientMetadata>();

    private static string Name(ChatClientMetadata? metadata)
        => string.Join('/', new[] { metadata?.ProviderName, metadata?.DefaultModelId }.Where(part => !string.IsNullOrEmpty(part))) is { Length: > 0 } name ? name : "unknown";
}
