using Microsoft.Extensions.AI;

namespace Aloe.Embeddings;

/// <summary>
/// Sentence embeddings of <c>all-MiniLM-L6-v2</c>, computed in process on the CPU: no key, no network, no download beyond the package.
/// A vector has 384 dimensions and length 1, so that the dot product of two vectors is their cosine similarity.
/// </summary>
/// <remarks>
/// <para>Thread-safe, except that <see cref="Dispose"/> must not be called while a call is in flight. The model (about 200 MB of memory) is loaded by the first call and shared by all.</para>
/// <para>The vector of a text depends on the text alone: not on the other texts of the call, their order, or <see cref="Concurrency"/>. Many texts in one call take far less time than one call each: texts of the same length are computed together.</para>
/// <para>As the model's card says, text beyond 256 tokens (about 190 English words) is not looked at.</para>
/// <para>The embedding model of the paper is a sibling, paraphrase-MiniLM-L6-v2: same network, other training data; a similarity threshold that fits one need not fit the other.</para>
/// </remarks>
public sealed class MiniLmEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private const string ModelId = "all-MiniLM-L6-v2";

    private static readonly EmbeddingGeneratorMetadata Metadata =
        new("aloe.minilm", new Uri("https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2"), ModelId, MiniLmModel.Dimensions);

    /// <summary>More texts or tokens at once would not be faster, and would keep the other processors waiting.</summary>
    private const int MaxBatchTexts = 16, MaxBatchTokens = 1_024;

    private readonly Lazy<WordPieceTokenizer> _tokenizer = new(() => new WordPieceTokenizer(MiniLmResources.ReadVocabulary()));
    private readonly Lazy<MiniLmModel> _model = new(() => new MiniLmModel());
    private bool _disposed;

    /// <summary>Processors that one call uses. The result does not depend on it. <value>Default: the number of processors. Range: at least 1.</value></summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Concurrency
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Concurrency), value, $"{nameof(Concurrency)} must be at least 1; it was {value}.");
    } = Environment.ProcessorCount;

    /// <summary>Embeds texts.</summary>
    /// <param name="values">The texts; none may be null. An empty text has a vector too, which means nothing.</param>
    /// <param name="options">Only <see cref="EmbeddingGenerationOptions.Dimensions"/> is looked at: 384 or null.</param>
    /// <param name="cancellationToken">Stops before the next batch of at most 16 texts.</param>
    /// <returns>One embedding for each text, in order.</returns>
    /// <exception cref="ArgumentException">A text is null, or another number of dimensions is asked for.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The generator was disposed.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (options?.Dimensions is { } dimensions and not MiniLmModel.Dimensions)
        {
            throw new ArgumentException($"{ModelId} has {MiniLmModel.Dimensions} dimensions; {dimensions} were asked for.", nameof(options));
        }

        var texts = values.ToArray();
        if (Array.IndexOf(texts, null) is >= 0 and var missing)
        {
            throw new ArgumentException($"Text {missing} is null.", nameof(values));
        }

        var (tokens, embeddings) = (new long[texts.Length][], new Embedding<float>[texts.Length]);
        var parallelism = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, texts.Length, parallelism, (index, _) =>
        {
            tokens[index] = _tokenizer.Value.Encode(texts[index], MiniLmModel.MaxTokens);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        await Parallel.ForEachAsync(Batches(tokens), parallelism, (batch, _) =>
        {
            var vectors = _model.Value.Embed([.. batch.Select(index => tokens[index])]);
            foreach (var (i, index) in batch.Index())
            {
                embeddings[index] = new Embedding<float>(vectors[i]) { ModelId = ModelId };
            }

            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);

        var tokenCount = tokens.Sum(text => (long)text.Length);
        return new GeneratedEmbeddings<Embedding<float>>(embeddings) { Usage = new UsageDetails { InputTokenCount = tokenCount, TotalTokenCount = tokenCount } };
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? Metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Frees the model.</summary>
    public void Dispose()
    {
        _disposed = true;
        if (_model.IsValueCreated)
        {
            _model.Value.Dispose();
        }
    }

    /// <summary>Numbers of texts that are computed together: of the same length, the longest first, so that the last batches are short, and not so many that a processor has nothing to do.</summary>
    private IEnumerable<int[]> Batches(long[][] tokens)
    {
        var size = Math.Clamp(tokens.Length / 4 / Concurrency, 1, MaxBatchTexts);
        return Enumerable.Range(0, tokens.Length)
            .GroupBy(index => tokens[index].Length)
            .OrderByDescending(group => group.Key)
            .SelectMany(group => group.Chunk(Math.Min(size, MaxBatchTokens / group.Key)));
    }
}
