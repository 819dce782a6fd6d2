using Aloe.Simulation.Participants;
using Aloe.Simulation.World;
using Microsoft.Extensions.AI;

namespace Aloe.Simulation;

/// <summary>Offline stand-ins for the language models of ALOE: rule-based, driven by the same prompts as real models, deterministic for a seed.</summary>
/// <remarks>
/// They show that a pipeline learns and that its metrics respond; they say nothing about how a real model pleases real people (docs/simulation.md).
/// All clients are stateless and thread-safe; an answer depends on the messages and <see cref="ChatOptions.Seed"/> alone.
/// </remarks>
public static class SimulatedParticipants
{
    /// <summary>Provider name in the metadata of every simulated client; results that rest on it are marked <c>participants: simulated</c>.</summary>
    public const string ProviderName = "aloe.simulation";

    /// <summary>
    /// Roles for building training data. The user keeps to the wordings that training data may hold; the uninformed responder answers in a manner that changes from reply to reply,
    /// so that preference pairs tell which manner fits and not merely that one should have a manner.
    /// </summary>
    public static AloeRoles Training() => Roles(Wordings.Training);

    /// <summary>Roles for the benchmark: for three sentences in ten the user takes wordings that no training data holds.</summary>
    public static AloeRoles Benchmark() => Roles(Wordings.All);

    /// <summary>
    /// The responder on its own: politely general when it is given no system message, fitted to the person when its system message is
    /// <see cref="Prompts.PromptSet.InformedResponder"/> with what is known of them.
    /// </summary>
    public static IChatClient Responder() => new SimulatedResponder();

    private static AloeRoles Roles(Wordings wordings) => new()
    {
        User = new SimulatedUser(wordings),
        Inducer = new SimulatedInducer(),
        Preferred = new SimulatedResponder(),
        Rejected = new SimulatedResponder(hasMoods: true),
        Judge = new SimulatedJudge(),
        Author = new SimulatedAuthor(),
    };
}
