using Microsoft.Extensions.AI.Evaluation;

namespace Aloe.Evaluators;

/// <summary>Tells an evaluator who the user is.</summary>
/// <remarks>Reports show it with the metrics that rest on it: its content is the persona's profile and personality.</remarks>
public sealed class PersonaContext : EvaluationContext
{
    /// <summary>Creates a context.</summary>
    /// <param name="persona">Who the user is.</param>
    public PersonaContext(Persona persona)
        : base(ContextName, Text(persona)) => Persona = persona;

    /// <summary>Name of every such context, <c>Persona</c>.</summary>
    public static string ContextName => "Persona";

    /// <summary>Who the user is.</summary>
    public Persona Persona { get; }

    private static string Text(Persona persona)
    {
        ArgumentNullException.ThrowIfNull(persona);
        return $"Profile: {persona.Profile}\n\nPersonality: {persona.Personality}";
    }
}
