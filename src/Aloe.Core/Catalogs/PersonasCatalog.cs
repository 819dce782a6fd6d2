using Aloe.Personas;
using Aloe.Runs;
using Microsoft.Extensions.AI;

namespace Aloe.Catalogs;

/// <summary>Stage 1 of <see cref="AloeContext"/>: from seed texts to personas.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class PersonasCatalog
{
    private readonly AloeContext _context;

    internal PersonasCatalog(AloeContext context) => _context = context;

    /// <summary>Aloe's own seed profiles.</summary>
    public IReadOnlyList<string> SeedProfiles => SeedPersonas.Profiles;

    /// <summary>Aloe's own seed personalities.</summary>
    public IReadOnlyList<string> SeedPersonalities => SeedPersonas.Personalities;

    /// <summary>Creates a generator.</summary>
    /// <param name="author">Writes new texts.</param>
    /// <param name="embeddings">Embeds texts for the similarity filter.</param>
    public PersonaGenerator Generator(IChatClient author, IEmbeddingGenerator<string, Embedding<float>> embeddings)
        => new(author, embeddings, _context.Prompts);

    /// <summary>Options with the seed of the context.</summary>
    /// <param name="kind">Which half of the persona to grow.</param>
    /// <param name="targetCount">Pool size to stop at, seeds included. Range: 1 to 10,000,000.</param>
    public PersonaGrowthOptions Options(PersonaTextKind kind = PersonaTextKind.Profile, int targetCount = 331)
        => new() { Kind = kind, TargetCount = targetCount, Seed = _context.Seed };

    /// <summary>Grows a pool from Aloe's own seed texts.</summary>
    /// <param name="author">Writes new texts.</param>
    /// <param name="embeddings">Embeds texts for the similarity filter.</param>
    /// <param name="kind">Which half of the persona to grow.</param>
    /// <param name="targetCount">Pool size to stop at, seeds included.</param>
    /// <param name="progress">Told after every call.</param>
    /// <param name="cancellationToken">Stops the growth.</param>
    /// <inheritdoc cref="IPersonaGenerator.GrowAsync" path="/returns|/exception"/>
    public Task<PersonaPool> GrowAsync(
        IChatClient author,
        IEmbeddingGenerator<string, Embedding<float>> embeddings,
        PersonaTextKind kind,
        int targetCount,
        IProgress<PersonaGrowthProgress>? progress = null,
        CancellationToken cancellationToken = default)
        => GrowAsync(author, embeddings, Options(kind, targetCount), progress, cancellationToken);

    /// <summary>Grows a pool from Aloe's own seed texts of the kind that the options name.</summary>
    /// <param name="author">Writes new texts.</param>
    /// <param name="embeddings">Embeds texts for the similarity filter.</param>
    /// <param name="options">Kind, target, threshold, budgets and seed; their seed counts, not the context's.</param>
    /// <param name="progress">Told after every call.</param>
    /// <param name="cancellationToken">Stops the growth.</param>
    /// <inheritdoc cref="IPersonaGenerator.GrowAsync" path="/returns|/exception"/>
    public Task<PersonaPool> GrowAsync(
        IChatClient author,
        IEmbeddingGenerator<string, Embedding<float>> embeddings,
        PersonaGrowthOptions options,
        IProgress<PersonaGrowthProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var seeds = options.Kind == PersonaTextKind.Profile ? SeedProfiles : SeedPersonalities;
        return Generator(author, embeddings).GrowAsync(seeds, options, progress, cancellationToken);
    }

    /// <summary>A growth that keeps its pool in a file and goes on where it was stopped.</summary>
    /// <param name="author">Writes new texts.</param>
    /// <param name="embeddings">Embeds texts for the similarity filter.</param>
    /// <param name="path">The file, such as <c>profiles.jsonl</c>.</param>
    /// <param name="settings">What else decides the pool, such as model ids, by name; a run is not continued with other settings. The prompts are always among them.</param>
    public PoolRun Run(IChatClient author, IEmbeddingGenerator<string, Embedding<float>> embeddings, string path, IReadOnlyDictionary<string, string>? settings = null)
        => new(client => Generator(client, embeddings), author, path, new Dictionary<string, string>(settings ?? new Dictionary<string, string>()) { ["Prompts"] = _context.Prompts.Fingerprint() });

    /// <summary>Lets every profile meet some randomly drawn, distinct personalities, with the seed of the context.</summary>
    /// <inheritdoc cref="PersonaCombiner.Combine" path="/param[@name!='seed']|/returns|/exception"/>
    public IReadOnlyList<Persona> Combine(IReadOnlyList<string> profiles, IReadOnlyList<string> personalities, int perProfile = 10)
        => PersonaCombiner.Combine(profiles, personalities, perProfile, _context.Seed);
}
