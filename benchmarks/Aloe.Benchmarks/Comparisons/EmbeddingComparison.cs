using System.Diagnostics;
using System.Globalization;
using Aloe.Embeddings;
using Aloe.Randomness;

namespace Aloe.Benchmarks.Comparisons;

/// <summary><c>compare embeddings</c>: the built-in embedding model on one text at a time and on all at once.</summary>
internal static class EmbeddingComparison
{
    private const int Texts = 400;
    private const int Repetitions = 5;

    private static readonly string[] Words =
        "she he is a an who has the of and with works as nurse teacher gardener sailor retired young quiet patient curious loves fears collects old clocks trains stamps bread violin boats letters sister daughters town coast nights history chemistry always never sometimes".Split(' ');

    /// <returns>Exit code: 1 where the vectors differ.</returns>
    public static int Run(bool quick)
    {
        var random = SeededRandom.For(1, "texts");
        var texts = Enumerable.Range(0, Texts).Select(_ => string.Join(' ', Enumerable.Range(0, 12 + random.Next(29)).Select(_ => Words[random.Next(Words.Length)]))).ToArray();
        using var one = new MiniLmEmbeddingGenerator { Concurrency = 1 };
        using var all = new MiniLmEmbeddingGenerator();
        var (apart, together) = (new List<double>(), new List<double>());
        var (expected, actual) = (Apart(one, texts), Together(all, texts)); // Warms up.
        for (var repetition = 0; repetition < (quick ? 1 : Repetitions); repetition++)
        {
            apart.Add(Seconds(() => Apart(one, texts)));
            together.Add(Seconds(() => Together(all, texts)));
        }

        var difference = expected.Zip(actual, (a, b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max()).Max();
        var (slow, fast) = (Comparison.Median(apart), Comparison.Median(together));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Texts} texts of 12 to 40 words; one at a time on one processor {Texts / slow:F0} texts/s, in one call on {all.Concurrency} {Texts / fast:F0} (target: 1.8 times as many)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"largest difference of a component {difference:E1} (allowed: 1E-5)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: {slow / fast:F2}"));
        return difference <= 1e-5 ? 0 : 1;
    }

    private static float[][] Apart(MiniLmEmbeddingGenerator generator, string[] texts) => [.. texts.SelectMany(text => Together(generator, [text]))];

    private static float[][] Together(MiniLmEmbeddingGenerator generator, string[] texts)
        => [.. generator.GenerateAsync(texts).GetAwaiter().GetResult().Select(embedding => embedding.Vector.ToArray())];

    private static double Seconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
