using Aloe.Embeddings;
using Aloe.Evaluation;
using Aloe.Personas;
using Aloe.Samples.EndToEnd.Pipeline;
using Aloe.Samples.Progress;
using Aloe.Simulation;

namespace Aloe.Samples.EndToEnd.Stages;

/// <summary>Stage 1: grows both pools from the seeds, clear of the benchmark's people, and combines them to personas.</summary>
internal sealed class PersonaStage(RunContext context) : IStage
{
    public string Name => "personas";

    public IReadOnlyList<string> Inputs => [];

    public IReadOnlyList<string> Outputs => [RunFolder.Profiles, RunFolder.Personalities, RunFolder.Personas];

    public async Task<string> RunAsync(StageProgress progress, CancellationToken cancellationToken)
    {
        var recipe = context.Recipe;
        using var embeddings = new MiniLmEmbeddingGenerator();
        var generator = context.Aloe.Personas.Generator(context.Participants.Training.Author, embeddings);
        var profileOptions = Options(PersonaTextKind.Profile, recipe.Profiles, recipe.ProfileSimilarity, HeldOut(persona => persona.Profile));
        var personalityOptions = Options(PersonaTextKind.Personality, recipe.Personalities, recipe.PersonalitySimilarity, HeldOut(persona => persona.Personality));

        var profiles = await GrowAsync(RunFolder.Profiles, 0, generator, SeedPersonas.Profiles, profileOptions, progress, cancellationToken).ConfigureAwait(false);
        var personalities = await GrowAsync(RunFolder.Personalities, profiles.Count, generator, SeedPersonas.Personalities, personalityOptions, progress, cancellationToken).ConfigureAwait(false);
        var personas = Combine(profiles, personalities);
        await context.Aloe.Data.Personas.WriteAsync(context.Folder.PathOf(RunFolder.Personas), personas, cancellationToken).ConfigureAwait(false);

        var asked = personas.Count < recipe.Personas ? $" ({recipe.Personas} asked for)" : "";
        return $"{personas.Count} personas{asked} from {profiles.Count} profiles and {personalities.Count} personalities";
    }

    /// <summary>Texts of everybody that models may be tested on.</summary>
    private static IReadOnlyList<string> HeldOut(Func<Persona, string> text)
        => [.. SimulatedPeople.Benchmark.Cases.Concat(AloeBenchmark.Aloe100.Cases).Select(one => text(one.Persona)).Distinct()];

    private PersonaGrowthOptions Options(PersonaTextKind kind, int target, double similarity, IReadOnlyList<string> benchmark)
    {
        var options = context.Aloe.Personas.Options(kind, target);
        options.SimilarityThreshold = similarity;
        options.Excluded = benchmark;
        return options;
    }

    /// <summary>Grows one pool, or takes it from the file of an earlier process.</summary>
    private async Task<IReadOnlyList<string>> GrowAsync(
        string file, int before, PersonaGenerator generator, IReadOnlyList<string> seeds, PersonaGrowthOptions options, StageProgress progress, CancellationToken cancellationToken)
    {
        var path = context.Folder.PathOf(file);
        if (!File.Exists(path))
        {
            var total = context.Recipe.Profiles + context.Recipe.Personalities;
            var relay = new Relay<PersonaGrowthProgress>(growth => progress.Report(before + growth.Count, total, $"{file}: {growth.Count}, {growth.TooSimilar} too similar"));
            var pool = await generator.GrowAsync(seeds, options, relay, cancellationToken).ConfigureAwait(false);
            await context.Aloe.Data.Texts.WriteAsync(path, pool.Texts, cancellationToken).ConfigureAwait(false);
        }

        return await context.Aloe.Data.Texts.ReadAsync(path, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As many personas as asked for, spread evenly over the profiles.</summary>
    private List<Persona> Combine(IReadOnlyList<string> profiles, IReadOnlyList<string> personalities)
    {
        var perProfile = Math.Min(personalities.Count, (context.Recipe.Personas + profiles.Count - 1) / profiles.Count);
        return [.. context.Aloe.Personas.Combine(profiles, personalities, perProfile).Index().OrderBy(persona => persona.Index % perProfile).Select(persona => persona.Item).Take(context.Recipe.Personas)];
    }
}
