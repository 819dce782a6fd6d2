using Aloe.Embeddings;
using Aloe.Evaluation;
using Aloe.Personas;
using Aloe.Reporting.Personas;
using Aloe.Samples.Progress;

namespace Aloe.Samples.GenerateDataset.Steps;

/// <summary>Grows both pools from the seeds, clear of the benchmark's people, and combines them to personas.</summary>
internal sealed class PersonaStep(DatasetContext context)
{
    public async Task<GrownPersonas> RunAsync(StageProgress progress, CancellationToken cancellationToken)
    {
        var plan = PoolPlan.For(context.Options.Personas);
        using var embeddings = new MiniLmEmbeddingGenerator();
        var (profileGrowth, personalityGrowth) = (new AcceptanceCurve(Told(progress)), new AcceptanceCurve(Told(progress)));
        var profiles = await GrowAsync(embeddings, Options(PersonaTextKind.Profile, plan.Profiles, AloeBenchmark.Profiles), context.Options.ProfileSeeds, SeedPersonas.Profiles, profileGrowth, cancellationToken).ConfigureAwait(false);
        var personalities = await GrowAsync(embeddings, Options(PersonaTextKind.Personality, plan.Personalities, AloeBenchmark.Personalities), context.Options.PersonalitySeeds, SeedPersonas.Personalities, personalityGrowth, cancellationToken).ConfigureAwait(false);

        var personas = Combine(profiles, personalities);
        await context.Aloe.Data.Personas.WriteAsync(context.Files.Personas, personas, cancellationToken).ConfigureAwait(false);
        await ReportAsync(profiles, embeddings, profileGrowth, cancellationToken).ConfigureAwait(false);
        var asked = personas.Count < context.Options.Personas ? $" ({context.Options.Personas} asked for)" : "";
        progress.Finish($"{personas.Count} personas{asked} from {profiles.Count} profiles and {personalities.Count} personalities");
        return new GrownPersonas(personas, profileGrowth, personalityGrowth);
    }

    private PersonaGrowthOptions Options(PersonaTextKind kind, int target, IReadOnlyList<string> benchmark)
    {
        var options = context.Aloe.Personas.Options(kind, target);
        options.SimilarityThreshold = PoolPlan.Similarity;
        options.Excluded = benchmark;
        return options;
    }

    /// <summary>Grows one pool, or goes on with it, or takes it from the file of an earlier process.</summary>
    private async Task<IReadOnlyList<string>> GrowAsync(
        MiniLmEmbeddingGenerator embeddings, PersonaGrowthOptions options, string? seedFile, IReadOnlyList<string> builtIn, IProgress<PersonaGrowthProgress> progress, CancellationToken cancellationToken)
    {
        var seeds = seedFile is null ? builtIn : await context.Aloe.Data.Texts.ReadAsync(seedFile, cancellationToken).Distinct().ToListAsync(cancellationToken).ConfigureAwait(false);
        var run = context.Aloe.Personas.Run(context.Roles.Author, embeddings, context.Files.PoolOf(options.Kind), context.Settings);
        return (await run.GrowAsync(seeds, options, progress: progress, cancellationToken: cancellationToken).ConfigureAwait(false)).Texts;
    }

    /// <summary>Shows how the profiles grew and which are nearly the same.</summary>
    private async Task ReportAsync(IReadOnlyList<string> profiles, MiniLmEmbeddingGenerator embeddings, AcceptanceCurve growth, CancellationToken cancellationToken)
    {
        if (profiles.Count < 2 || File.Exists(context.Files.PoolReport))
        {
            return;
        }

        var neighbours = await NearestNeighbours.FindAsync(profiles, embeddings, cancellationToken: cancellationToken).ConfigureAwait(false);
        var report = new PersonaPoolReport { Title = "Profiles", Participants = context.Options.Provider.Participants, Texts = profiles, Neighbours = neighbours, Growth = growth };
        AtomicFile.WriteAllText(context.Files.PoolReport, report.ToHtml());
    }

    private static Relay<PersonaGrowthProgress> Told(StageProgress progress)
        => new(growth => progress.Report(growth.Count, growth.Target, $"{growth.Kind.ToString().ToLowerInvariant()} texts: {growth.Count}, {growth.TooSimilar} too similar"));

    /// <summary>As many personas as asked for, spread evenly over the profiles.</summary>
    private List<Persona> Combine(IReadOnlyList<string> profiles, IReadOnlyList<string> personalities)
    {
        var perProfile = PoolPlan.PerProfile(context.Options.Personas, profiles.Count, personalities.Count);
        return [.. context.Aloe.Personas.Combine(profiles, personalities, perProfile).Index().OrderBy(persona => persona.Index % perProfile).Select(persona => persona.Item).Take(context.Options.Personas)];
    }
}
