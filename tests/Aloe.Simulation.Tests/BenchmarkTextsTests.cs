using Aloe.Embeddings;
using Aloe.Evaluation;
using Aloe.Personas;

namespace Aloe.Simulation.Tests;

/// <summary>The people of the built-in benchmark pass the filter by which pools of personas are grown, at the paper's threshold and with a real embedding model.</summary>
public sealed class BenchmarkTextsTests
{
    private const double Threshold = 0.6;

    [Fact]
    public Task Profiles_differ_from_each_other_and_from_the_seeds() => CheckAsync(AloeBenchmark.Profiles, SeedPersonas.Profiles);

    [Fact]
    public Task Personalities_differ_from_each_other_and_from_the_seeds() => CheckAsync(AloeBenchmark.Personalities, SeedPersonas.Personalities);

    private static async Task CheckAsync(IReadOnlyList<string> texts, IReadOnlyList<string> seeds)
    {
        using var embeddings = new MiniLmEmbeddingGenerator();
        var vectors = await embeddings.GenerateAsync([.. seeds, .. texts], cancellationToken: TestContext.Current.CancellationToken);
        var filter = new SimilarityFilter(Threshold);
        foreach (var seed in vectors.Take(seeds.Count))
        {
            filter.Add(seed.Vector.Span);
        }

        Assert.All(texts.Zip(vectors.Skip(seeds.Count)), text => Assert.True(filter.TryAdd(text.Second.Vector.Span), $"{filter.MaxSimilarity(text.Second.Vector.Span):F3}: {text.First}"));
    }
}
