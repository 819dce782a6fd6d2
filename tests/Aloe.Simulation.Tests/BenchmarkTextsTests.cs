using System.Numerics.Tensors;
using Aloe.Embeddings;
using Aloe.Evaluation;
using Aloe.Personas;
using Microsoft.Extensions.AI;

namespace Aloe.Simulation.Tests;

/// <summary>The texts of the built-in benchmark, held against each other and against the seeds by a real embedding model, with the threshold of the paper.</summary>
public sealed class BenchmarkTextsTests
{
    private const float Threshold = 0.6f;

    [Fact]
    public Task Profiles_differ_from_each_other_and_from_the_seeds() => CheckAsync(AloeBenchmark.Profiles, SeedPersonas.Profiles);

    [Fact]
    public Task Personalities_differ_from_each_other_and_from_the_seeds() => CheckAsync(AloeBenchmark.Personalities, SeedPersonas.Personalities);

    private static async Task CheckAsync(IReadOnlyList<string> texts, IReadOnlyList<string> seeds)
    {
        using var embeddings = new MiniLmEmbeddingGenerator();
        var vectors = (await embeddings.GenerateAsync([.. texts, .. seeds], cancellationToken: TestContext.Current.CancellationToken)).Select(embedding => embedding.Vector.ToArray()).ToList();
        for (var i = 0; i < texts.Count; i++)
        {
            for (var j = i + 1; j < vectors.Count; j++)
            {
                var similarity = TensorPrimitives.CosineSimilarity<float>(vectors[i], vectors[j]);
                Assert.True(similarity <= Threshold, $"{similarity:F3}: {texts[i][..40]} … and {(j < texts.Count ? texts[j] : seeds[j - texts.Count])[..40]} …");
            }
        }
    }
}
