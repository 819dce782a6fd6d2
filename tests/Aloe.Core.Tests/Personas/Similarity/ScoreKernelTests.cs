using Aloe.Personas;
using Aloe.Randomness;
using FsCheck.Xunit;

namespace Aloe.Core.Tests.Personas.Similarity;

public sealed class ScoreKernelTests
{
    private delegate void Kernel(ref float rows, ref float group, int dimensions, ref float scores);

    private static readonly (string Name, int Width, Kernel Multiply)[] Kernels =
    [
        ("wide", ScoreKernel.WideGroup, ScoreKernel.Wide),
        ("narrow", ScoreKernel.NarrowGroup, ScoreKernel.Narrow),
        ("portable", ScoreKernel.NarrowGroup, PortableKernel.Narrow),
        ("single", 1, PortableKernel.Single),
    ];

    [Property(MaxTest = 40)]
    public void EveryKernelComputesWhatADoubleLoopDoes(int seed, byte size)
    {
        var random = new SeededRandom((ulong)seed);
        var dimensions = 1 + (size % 70) + (384 * (size % 3 / 2));
        foreach (var (name, width, multiply) in Kernels)
        {
            // One float off whatever the allocator aligns to.
            var rows = Numbers(random, 1 + (ScoreKernel.Rows * dimensions));
            var group = Numbers(random, 1 + (width * dimensions));
            var scores = new float[1 + (ScoreKernel.Rows * width) + 1];
            (scores[0], scores[^1]) = (7, 7);
            multiply(ref rows[1], ref group[1], dimensions, ref scores[1]);
            for (var row = 0; row < ScoreKernel.Rows; row++)
            {
                for (var lane = 0; lane < width; lane++)
                {
                    double expected = 0, magnitude = 0;
                    for (var i = 0; i < dimensions; i++)
                    {
                        var product = (double)rows[1 + (row * dimensions) + i] * group[1 + (i * width) + lane];
                        (expected, magnitude) = (expected + product, magnitude + Math.Abs(product));
                    }

                    var actual = scores[1 + (row * width) + lane];
                    Assert.True(Math.Abs(expected - actual) <= UnitVector.ErrorBound(dimensions) * magnitude, $"{name}, {dimensions} dimensions, row {row}, lane {lane}: {actual}, not {expected}");
                }
            }

            Assert.Equal((7f, 7f), (scores[0], scores[^1]));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(385)]
    public void TheSimilarityIsThatOfAPlainLoop(int dimensions)
    {
        var random = SeededRandom.For(dimensions, "similarity");
        var (a, b) = (Numbers(random, dimensions), Numbers(random, dimensions));
        double dot = 0, squares = 0;
        for (var i = 0; i < dimensions; i++)
        {
            dot += (double)a[i] * b[i];
            squares += (double)a[i] * a[i];
        }

        Assert.Equal(Math.Clamp(dot, -1, 1), UnitVector.Similarity(a, b), 12);
        Assert.Equal(Math.Sqrt(squares), UnitVector.Length(a)!.Value, 12);
        var unit = new float[dimensions];
        UnitVector.Write(a, Math.Sqrt(squares), unit);
        for (var i = 0; i < dimensions; i++)
        {
            Assert.Equal(a[i] / Math.Sqrt(squares), unit[i], 1e-7);
        }
    }

    [Theory]
    [InlineData(1e-45f)]
    [InlineData(3e38f)]
    public void VeryShortAndVeryLongVectorsHaveADirection(float length)
    {
        var unit = new float[2];
        float[] vector = [length, length];
        UnitVector.Write(vector, UnitVector.Length(vector)!.Value, unit);
        Assert.All(unit, component => Assert.Equal(Math.Sqrt(0.5), component, 1e-7));
    }

    [Fact]
    public void TheErrorBoundGrowsWithTheDimensionsAndCoversEverythingAtLast()
    {
        Assert.Equal(386 / 16_777_216.0, UnitVector.ErrorBound(384), 1e-7);
        Assert.Equal(2, UnitVector.ErrorBound(10_000_000));
    }

    private static float[] Numbers(SeededRandom random, int count)
        => [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
}
