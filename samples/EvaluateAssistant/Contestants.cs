using Aloe.Personalization;
using Aloe.Prompts;
using Aloe.Simulation;
using Microsoft.Extensions.AI;

namespace Aloe.Samples.EvaluateAssistant;

/// <summary>Who takes part: the assistant, and user and judge. Every client is behind what <paramref name="wrap"/> puts before it.</summary>
/// <param name="options">The command line.</param>
/// <param name="wrap">Puts something before the client of a role, which it is told by name.</param>
internal sealed class Contestants(EvaluateOptions options, Func<IChatClient, string, IChatClient> wrap)
{
    /// <summary>Models with a price, by role.</summary>
    public static string ModelOf(EvaluateOptions options, string role) => role switch
    {
        "user" => options.UserModel,
        "judge" => options.Judge.Model,
        _ => options.Assistant.Model,
    };

    /// <summary>User, judge, and the inducer that reads the user for a probe.</summary>
    public AloeRoles Roles()
    {
        var simulated = options.Judge.IsSimulated ? SimulatedParticipants.Benchmark() : null;
        var user = wrap(simulated?.User ?? options.Judge.Client(options.UserModel), "user");
        var judge = wrap(simulated?.Judge ?? options.Judge.Client(), "judge");
        var inducer = wrap(simulated?.Inducer ?? options.Judge.Client(), "inducer");
        return new AloeRoles { User = user, Judge = judge, Inducer = inducer, Preferred = judge, Rejected = judge };
    }

    public AssistantUnderTest Assistant()
    {
        var client = wrap(options.Assistant.IsSimulated ? SimulatedParticipants.Responder() : options.Assistant.Client(), "assistant");
        var assistant = new AssistantUnderTest(options.Name ?? DefaultName(), client)
        {
            Instructions = options.Instructions is null ? null : File.ReadAllText(options.Instructions).Trim(),
            SystemPrompt = options.Assistant is { IsSimulated: true, Model: ModelOptions.Oracle } ? OraclePrompt : null,
        };
        return options.Personalize ? assistant with { ForCase = Personalized(client) } : assistant;
    }

    /// <summary>The assistant of an app that uses persona inference. It waits for the inducer, since a result must not depend on timing.</summary>
    private Func<CaseScope, IChatClient> Personalized(IChatClient client)
    {
        var inducer = wrap(options.Assistant.IsSimulated ? SimulatedParticipants.Benchmark().Inducer : options.Assistant.Client(), "inducer");
        return scope => new ChatClientBuilder(scope.Keep(client, "assistant"))
            .UsePersonaInference(scope.Keep(inducer, "inducer"), new InMemoryPersonaStore(), inference =>
            {
                inference.WaitForInference = true;
                inference.UserOf = (_, _) => scope.CaseId;
            })
            .Build();
    }

    private string DefaultName() => options.Personalize ? $"{options.Assistant.Model}+personalized" : options.Assistant.Model;

    /// <summary>Everything about the person, in the form in which a personalized assistant is told what it understood.</summary>
    private static string OraclePrompt(Persona persona)
        => PromptSet.Fill(PromptSet.Default.PersonaHint, ("revealed", PromptSet.Known(persona)));
}
