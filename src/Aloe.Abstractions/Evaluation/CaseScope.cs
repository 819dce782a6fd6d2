using Microsoft.Extensions.AI;

namespace Aloe;

/// <summary>One case while it is played, to the assistant that is built for it (<see cref="AssistantUnderTest.ForCase"/>).</summary>
public sealed class CaseScope
{
    private readonly Func<IChatClient, string, IChatClient> _keep;

    /// <summary>Creates a scope.</summary>
    /// <param name="caseId">Id of the case; serves as the id of its user.</param>
    /// <param name="keep">Puts what keeps answers before a client, given the name of its role.</param>
    public CaseScope(string caseId, Func<IChatClient, string, IChatClient> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        (CaseId, _keep) = (Require.Text(caseId, nameof(caseId)), keep);
    }

    /// <summary>Id of the case; serves as the id of its user.</summary>
    public string CaseId { get; }

    /// <summary>The client, with its answers kept by the run.</summary>
    /// <param name="client">Any client.</param>
    /// <param name="role">Name of its part in the assistant, such as <c>inducer</c>; unique in the case.</param>
    public IChatClient Keep(IChatClient client, string role) => _keep(client, Require.Text(role, nameof(role)));
}
