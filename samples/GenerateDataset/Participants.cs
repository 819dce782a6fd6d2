using Aloe.Samples.Providers;
using Aloe.Simulation;

namespace Aloe.Samples.GenerateDataset;

/// <summary>Who takes part in a run.</summary>
internal static class Participants
{
    /// <exception cref="UsageException">The provider needs a key and none is set.</exception>
    public static AloeRoles Create(ProviderOptions provider) => provider.IsSimulated ? SimulatedParticipants.Dataset() : ChatClients.Roles(provider);

    /// <summary>The same roles, each behind something.</summary>
    /// <param name="roles">Who plays whom.</param>
    /// <param name="wrap">Puts something before the client of a role, which it is told by name.</param>
    public static AloeRoles Wrap(AloeRoles roles, Func<Microsoft.Extensions.AI.IChatClient, string, Microsoft.Extensions.AI.IChatClient> wrap) => new()
    {
        User = wrap(roles.User, "user"),
        Inducer = wrap(roles.Inducer, "inducer"),
        Preferred = wrap(roles.Preferred, "preferred"),
        Rejected = wrap(roles.Rejected, "rejected"),
        Judge = wrap(roles.Judge, "judge"),
        Author = wrap(roles.Author, "author"),
    };
}
