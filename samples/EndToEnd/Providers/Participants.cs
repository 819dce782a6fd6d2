using Aloe.Prompts;
using Aloe.Samples.Providers;
using Aloe.Simulation;
using Microsoft.Extensions.AI;

namespace Aloe.Samples.EndToEnd.Providers;

/// <summary>Who takes part in a run.</summary>
/// <param name="Label"><c>simulated</c>, or the provider and its models.</param>
/// <param name="Training">The roles that make the trees.</param>
/// <param name="Benchmark">User and judge of the benchmark.</param>
/// <param name="Responder">The control: without a system message it knows nothing of the person, with the whole persona in it it is the oracle.</param>
internal sealed record Participants(string Label, AloeRoles Training, AloeRoles Benchmark, IChatClient Responder)
{
    /// <exception cref="UsageException">The provider needs a key and none is set.</exception>
    public static Participants Create(ProviderOptions provider)
    {
        if (provider.IsSimulated)
        {
            return new Participants(provider.Participants, SimulatedParticipants.Training(), SimulatedParticipants.Benchmark(), SimulatedParticipants.Responder());
        }

        var roles = ChatClients.Roles(provider);
        return new Participants(provider.Participants, roles, roles, roles.Preferred);
    }

    /// <summary>The oracle's system message: everything about the person, in the form in which the preferred responder is told what was revealed.</summary>
    public static string OraclePrompt(Persona persona)
        => PromptSet.Fill(PromptSet.Default.InformedResponder, ("revealed", PromptSet.Known(persona)));
}
