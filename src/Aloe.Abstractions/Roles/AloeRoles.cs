using Microsoft.Extensions.AI;

namespace Aloe;

/// <summary>The chat clients that play the roles of ALOE; each may be another model.</summary>
public sealed class AloeRoles
{
    /// <summary>Plays the persona.</summary>
    public required IChatClient User { get; init; }

    /// <summary>Extracts what the user has revealed so far.</summary>
    public required IChatClient Inducer { get; init; }

    /// <summary>Answers with the revealed persona as a hint.</summary>
    public required IChatClient Preferred { get; init; }

    /// <summary>Answers from the conversation alone.</summary>
    public required IChatClient Rejected { get; init; }

    /// <summary>Compares replies, and scores them in the benchmark, knowing the whole persona.</summary>
    public required IChatClient Judge { get; init; }

    /// <summary>Writes new profiles and personalities. <value>Default: the client of <see cref="User"/>.</value></summary>
    public IChatClient Author { get => field ?? User; init; }

    /// <summary>One client in every role.</summary>
    /// <param name="client">Any chat client.</param>
    public static AloeRoles All(IChatClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return new AloeRoles { User = client, Inducer = client, Preferred = client, Rejected = client, Judge = client };
    }
}
