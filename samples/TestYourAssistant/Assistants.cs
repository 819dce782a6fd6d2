using Aloe.Evaluation;
using Aloe.Simulation;
using Microsoft.Extensions.AI;

namespace TestYourAssistant;

/// <summary>What is tested here. All of it is offline, so that the sample runs anywhere; put your models in their place.</summary>
internal static class Assistants
{
    /// <summary>A model that is told nothing of its user is polite to everyone, and the same to everyone.</summary>
    public static IChatClient BareModel() => SimulatedParticipants.Responder();

    /// <summary>The same model in an assistant that attends to its user.</summary>
    public static IChatClient Yours() => new YourAssistant(BareModel(), new PersonaInference(SimulatedParticipants.Benchmark().Inducer));
}
