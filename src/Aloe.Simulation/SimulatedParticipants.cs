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
    public static AloeRoles Training() => Roles(Wordings.Training, NarrowAuthor());

    /// <summary>
    /// Roles as by <see cref="Training"/>, with an author for large pools: its people differ enough for 331 profiles and 71 personalities of which no two are more similar than 0.6
    /// (cosine of all-MiniLM-L6-v2 embeddings). The author of <see cref="Training"/> is saturated after a few dozen.
    /// </summary>
    public static AloeRoles Dataset() => Roles(Wordings.Training, new SimulatedAuthor(WidePersonaWriter.Profile, WidePersonaWriter.Personality));

    /// <summary>Roles for the benchmark: for three sentences in ten the user takes wordings that no training data holds.</summary>
    public static AloeRoles Benchmark() => Roles(Wordings.All, NarrowAuthor());

    /// <summary>
    /// The responder on its own: politely general when it is given no system message, fitted to the person when its system message is
    /// <see cref="Prompts.PromptSet.InformedResponder"/> with what is known of them.
    /// </summary>
    public static IChatClient Responder() => new SimulatedResponder();

    private static SimulatedAuthor NarrowAuthor() => new(PersonaWriter.Profile, PersonaWriter.Personality);

    private static AloeRoles Roles(Wordings wordings, SimulatedAuthor author) => new()
    {
        User = new SimulatedUser(wordings),
        Inducer = new SimulatedInducer(),
        Preferred = new SimulatedResponder(),
        Rejected = new SimulatedResponder(hasMoods: true),
        Judge = new SimulatedJudge(),
        Author = author,
    };
}
