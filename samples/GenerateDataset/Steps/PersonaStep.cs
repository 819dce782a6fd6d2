using Aloe.Embeddings;
using Aloe.Evaluation;
using Aloe.Personas;
using Aloe.Samples.Progress;

namespace Aloe.Samples.GenerateDataset.Steps;

/// <summary>Grows both pools from the seeds, clear of the benchmark's people, and combines them to personas.</summary>
internal sealed class PersonaStep(DatasetContext context)
{
    public async Task<IReadOnlyList<Persona>> RunAsync(StageProgress progress, CancellationToken cancellationToken)
    {
        var plan = PoolPlan.For(context.Options.Personas);
        using var embeddings = new MiniLmEmbeddingGenerator();
        var generator = context.Aloe.Personas.Generator(context.Roles.Author, embeddings);
        var profiles = await GrowAsync(generator, Options(PersonaTextKind.Profile, plan.Profiles, AloeBenchmark.Profiles), context.Options.ProfileSeeds, SeedPersonas.Profiles, progress, cancellationToken).ConfigureAwait(false);
        var personalities = await GrowAsync(generator, Options(PersonaTextKind.Personality, plan.Personalities, AloeBenchmark.Personalities), context.Options.PersonalitySeeds, SeedPersonas.Personalities, progress, cancellationToken).ConfigureAwait(false);

        var personas = Combine(profiles, personalities);
        await context.Aloe.Data.Personas.WriteAsync(context.Files.Personas, personas, cancellationToken).ConfigureAwait(false);
        var asked = personas.Count < context.Options.Personas ? $" ({context.Options.Personas} asked for)" : "";
        progress.Finish($"{personas.Count} personas{asked} from {profiles.Count} profiles and {personalities.Count} personalities");
        return personas;
    }

    private PersonaGrowthOptions Options(PersonaTextKind kind, int target, IReadOnlyList<string> benchmark)
    {
        var options = context.Aloe.Personas.Options(kind, target);
        options.SimilarityThreshold = PoolPlan.Similarity;
        options.Excluded = benchmark;
        return options;
    }

    /// <summary>Grows one pool, or takes it from the file of an earlier process.</summary>
    private async Task<IReadOnlyList<string>> GrowAsync(
        PersonaGenerator generator, PersonaGrowthOptions options, string? seedFile, IReadOnlyList<string> builtIn, StageProgress progress, CancellationToken cancellationToken)
    {
        var texts = context.Aloe.Data.Texts;
        var path = context.Files.PoolOf(options.Kind);
        if (!File.Exists(path))
        {
            var seeds = seedFile is null ? builtIn : await texts.ReadAsync(seedFile, cancellationToken).Distinct().ToListAsync(cancellationToken).ConfigureAwait(false);
            var relay = new Relay<PersonaGrowthProgress>(growth => progress.Report(growth.Count, growth.Target, $"{Path.GetFileName(path)}: {growth.Count}, {growth.TooSimilar} too similar"));
            var pool = await generator.GrowAsync(seeds, options, relay, cancellationToken).ConfigureAwait(false);
            await texts.WriteAsync(path, pool.Texts, cancellationToken).ConfigureAwait(false);
        }

        return await texts.ReadAsync(path, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As many personas as asked for, spread evenly over the profiles.</summary>
    private List<Persona> Combine(IReadOnlyList<string> profiles, IReadOnlyList<string> personalities)
    {
        var perProfile = PoolPlan.PerProfile(context.Options.Personas, profiles.Count, personalities.Count);
        return [.. context.Aloe.Personas.Combine(profiles, personalities, perProfile).Index().OrderBy(persona => persona.Index % perProfile).Select(persona => persona.Item).Take(context.Options.Personas)];
    }
}
