using Aloe.Prompts;
using Microsoft.Extensions.AI;

namespace Aloe.Personas;

/// <summary>Grows a pool of persona texts with a language model as author and sentence embeddings as judge of novelty (paper, section 3.1).</summary>
/// <remarks>Stateless and so as thread-safe as its two clients. Every text is embedded once; the candidates of a call are embedded as one batch.</remarks>
public sealed class PersonaGenerator : IPersonaGenerator
{
    private readonly IChatClient _author;
    private readonly IEmbeddingGenerator<string, Embedding<float>> _embeddings;
    private readonly PromptSet _prompts;

    /// <summary>Creates a generator.</summary>
    /// <param name="author">Writes new texts.</param>
    /// <param name="embeddings">Embeds texts; any dimension, normalised or not.</param>
    /// <param name="prompts">Prompts; null means <see cref="PromptSet.Default"/>.</param>
    public PersonaGenerator(IChatClient author, IEmbeddingGenerator<string, Embedding<float>> embeddings, PromptSet? prompts = null)
    {
        ArgumentNullException.ThrowIfNull(author);
        ArgumentNullException.ThrowIfNull(embeddings);
        _author = author;
        _embeddings = embeddings;
        _prompts = prompts ?? PromptSet.Default;
    }

    /// <inheritdoc/>
    /// <exception cref="PersonaGrowthException">The author or the embedding model failed; the exception holds the pool made so far.</exception>
    public async Task<PersonaPool> GrowAsync(
        IReadOnlyList<string> seeds,
        PersonaGrowthOptions options,
        IProgress<PersonaGrowthProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(seeds);
        if (seeds.Count == 0 || seeds.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("A pool grows from at least one seed, and no seed may be empty.", nameof(seeds));
        }

        var growth = new PersonaGrowth(_author, _embeddings, _prompts, options, seeds);
        try
        {
            await growth.EmbedSeedsAsync(cancellationToken).ConfigureAwait(false);
            while (growth.Stop is null)
            {
                await growth.StepAsync(cancellationToken).ConfigureAwait(false);
                progress?.Report(growth.Progress);
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PersonaGrowthException(options.Kind, growth.CallUnderWay, [.. growth.Texts], failure);
        }

        return new PersonaPool(options.Kind, growth.Texts, growth.Progress, growth.Stop.Value);
    }
}
