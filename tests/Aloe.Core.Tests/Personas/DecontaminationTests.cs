using Aloe.Personas;
using Aloe.Randomness;

namespace Aloe.Core.Tests.Personas;

public sealed class DecontaminationTests
{
    private static readonly ReadOnlyMemory<float>[] Benchmark = [Of(1, 0), Of(0, 2), Of(1, 0)];

    [Fact]
    public void ListsTrainingTextsWithTheNearestBenchmarkText()
    {
        // Cosines to the axes: 0.8 and 0.6; 0.28 and 0.96; −1 and 0; 1 and 0.
        ReadOnlyMemory<float>[] training = [Of(8, 6), Of(7, 24), Of(-1, 0), Of(5, 0)];
        var found = Decontamination.Find(training, Benchmark, 0.81);
        Assert.Equal([(1, 1, 0.96), (3, 0, 1.0)], found.Select(text => (text.Training, text.Benchmark, Math.Round(text.Similarity, 6))));
        Assert.Equal([0, 1, 3], Decontamination.Find(training, Benchmark, 0.79).Select(text => text.Training));
        Assert.Empty(Decontamination.Find(training, Benchmark, 1));
    }

    [Fact]
    public void EveryCopyAmongManyIsFound()
    {
        var random = SeededRandom.For(1, "decontamination");
        ReadOnlyMemory<float>[] Texts(int count) => [.. Enumerable.Range(0, count).Select(_ => (ReadOnlyMemory<float>)Enumerable.Range(0, 64).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray())];
        var (training, benchmark) = (Texts(3_500), Texts(50));
        (training[0], training[1_536], training[3_499]) = (benchmark[7], benchmark[49], benchmark[0]);
        Assert.Equal([(0, 7), (1_536, 49), (3_499, 0)], Decontamination.Find(training, benchmark, 0.95).Select(text => (text.Training, text.Benchmark)));
    }

    [Fact]
    public void NothingToCompareFindsNothing()
    {
        Assert.Empty(Decontamination.Find([], Benchmark, 0));
        Assert.Empty(Decontamination.Find(Benchmark, [], 0));
    }

    [Fact]
    public void BadInputIsNamed()
    {
        var training = Enumerable.Repeat(Of(1, 0), 2_000).ToArray();
        training[1_700] = Of(0, float.NaN);
        Assert.Contains("training[1700]: An embedding must be finite", Assert.Throws<ArgumentException>(() => Decontamination.Find(training, Benchmark, 0.5)).Message, StringComparison.Ordinal);
        training[1_700] = Of(1, 2, 3);
        Assert.Contains("training[1700] has 3 components; the first benchmark text has 2", Assert.Throws<ArgumentException>(() => Decontamination.Find(training, Benchmark, 0.5)).Message, StringComparison.Ordinal);
        Assert.Contains("benchmark[1]", Assert.Throws<ArgumentException>(() => Decontamination.Find(Benchmark, [Of(1, 0), Of(0, 0)], 0.5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Decontamination.Find(Benchmark, Benchmark, 1.1));
        Assert.Throws<OperationCanceledException>(() => Decontamination.Find(Benchmark, Benchmark, 0.5, new CancellationToken(canceled: true)));
    }

    private static ReadOnlyMemory<float> Of(params float[] components) => components;
}
