using Aloe.Prompts;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

/// <summary>One model on one benchmark: what all its cases have in common.</summary>
internal sealed class EvaluationSetup
{
    private readonly IReadOnlyDictionary<string, BenchmarkCase>? _shuffled;

    /// <param name="roles">Who plays user, judge and inducer.</param>
    /// <param name="judges">Those of <see cref="JudgesOf"/>.</param>
    /// <param name="prompts">Prompts of all of them.</param>
    /// <param name="assistant">The model under test.</param>
    /// <param name="benchmark">The cases.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">The benchmark has no other persona to show the judge, as the control asks for.</exception>
    public EvaluationSetup(
        AloeRoles roles, IReadOnlyList<IChatClient> judges, PromptSet prompts, AssistantUnderTest assistant, Benchmark benchmark, EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(assistant);
        ArgumentNullException.ThrowIfNull(benchmark);
        ArgumentNullException.ThrowIfNull(options);
        (Roles, Judges, Prompts, Assistant, Benchmark, Options) = (roles, judges, prompts, assistant, benchmark, options);
        _shuffled = options.Control == EvaluationControl.ShuffledPersonas ? ShuffledPersonas.Of(benchmark, options.Seed) : null;
    }

    public AloeRoles Roles { get; }

    /// <summary>The first one's scores are those that count.</summary>
    public IReadOnlyList<IChatClient> Judges { get; }

    public PromptSet Prompts { get; }

    public AssistantUnderTest Assistant { get; }

    public Benchmark Benchmark { get; }

    public EvaluationOptions Options { get; }

    /// <summary>The judge of the roles and further ones.</summary>
    /// <exception cref="ArgumentException">Two have the same name, by which results tell them apart.</exception>
    public static IReadOnlyList<IChatClient> JudgesOf(AloeRoles roles, IReadOnlyList<IChatClient>? further)
    {
        ArgumentNullException.ThrowIfNull(roles);
        IReadOnlyList<IChatClient> judges = [roles.Judge, .. further ?? []];
        return judges.CountBy(Participants.Name).FirstOrDefault(name => name.Value > 1).Key is { } twice
            ? throw new ArgumentException($"Judges must differ in provider or model; {twice} is named more than once.", nameof(further))
            : judges;
    }

    /// <summary>The case whose persona the judges are shown; null for the case's own.</summary>
    public BenchmarkCase? JudgedAs(BenchmarkCase one) => _shuffled?[one.Id];

    /// <summary>The system message of the model under test; null for none.</summary>
    public string? SystemMessage(BenchmarkCase one) => Assistant.SystemPrompt?.Invoke(one.Persona) ?? Assistant.Instructions;

    /// <summary>How the model under test is sampled.</summary>
    public ChatOptions AssistantOptions(SeededRandom seeds)
        => new() { Temperature = (float)Options.Temperature, MaxOutputTokens = Options.MaxReplyTokens, Seed = seeds.NextSeed() };

    /// <summary>The result.</summary>
    /// <exception cref="NoScoreException">At some turn, no case has a score.</exception>
    public AlignmentReport Report(IReadOnlyList<ScoredCase> scored, IReadOnlyList<FailedCase> failed)
        => new(Assistant.Name, Participants.Describe(Roles), Protocol(), AlignmentMetrics.Curve(scored), AlignmentMetrics.CountMissing(scored), scored)
        {
            Failed = failed,
            Instructions = Assistant.Instructions,
        };

    private EvaluationProtocol Protocol() => new(
        $"{Benchmark.Name} v{Benchmark.Version}",
        Benchmark.Hash,
        Options.Turns,
        "1-5",
        Prompts.EvaluationFingerprint(),
        Participants.Name(Roles.User),
        Participants.Name(Roles.Judge),
        Options.JudgeRounds,
        Options.Opening,
        Options.Control,
        Options.Seed);
}
