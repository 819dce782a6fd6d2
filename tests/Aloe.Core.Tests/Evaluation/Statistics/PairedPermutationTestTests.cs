using Aloe.Evaluation.Statistics;
using Aloe.Randomness;

namespace Aloe.Core.Tests.Evaluation.Statistics;

public sealed class PairedPermutationTestTests
{
    private static readonly double[] Darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

    // Fisher 1935, The Design of Experiments, section 21: of 32,768 sign patterns of Darwin's maize, 863 have a sum of 314 or more.
    [Fact]
    public void Darwins_maize() => Assert.Equal(2 * 863 / 32768.0, PairedPermutationTest.PValue(Darwin, 32768), 1e-15);

    [Fact]
    public void Drawn_patterns_come_close_to_all_patterns()
    {
        // Standard error √(p(1−p)/m) = 0.0007.
        Assert.Equal(2 * 863 / 32768.0, PairedPermutationTest.PValue(Darwin, 32767 * 3, seed: 5), 0.003);
        Assert.Equal(2 * 863 / 32768.0, PairedPermutationTest.PValue([.. Darwin, .. new double[60]], 100_000, seed: 5), 0.003);
    }

    // Student's sleep data: nine differences above 0 and one of 0, so that 2 of 2⁹ patterns are as extreme.
    [Fact]
    public void Sleep() => Assert.Equal(2 / 512.0, PairedPermutationTest.PValue([1.2, 2.4, 1.3, 1.3, 0, 1.0, 1.8, 0.8, 4.6, 1.4]), 1e-15);

    [Fact]
    public void No_difference_and_a_single_cluster_give_1()
    {
        Assert.Equal(1, PairedPermutationTest.PValue(new double[5]));
        Assert.Equal(1, PairedPermutationTest.PValue(new double[40]));
        Assert.Equal(1, PairedPermutationTest.PValue([0.7]));
        Assert.Equal(0.5, PairedPermutationTest.PValue([0.7, 0.1]));
        Assert.Throws<ArgumentException>(() => PairedPermutationTest.PValue([]));
    }

    [Fact]
    public void Drawn_patterns_never_give_0() => Assert.Equal(1 / 1000.0, PairedPermutationTest.PValue([.. Enumerable.Repeat(1.0, 40)], 999), 1e-15);

    [Fact]
    public void Same_seed_same_p_and_the_sign_does_not_matter()
    {
        double[] values = [.. Enumerable.Range(0, 25).Select(i => Math.Sin(i) + 0.2)];
        var p = PairedPermutationTest.PValue(values, 999, seed: 3);
        Assert.Equal(p, PairedPermutationTest.PValue(values, 999, seed: 3));
        Assert.Equal(p, PairedPermutationTest.PValue([.. values.Select(value => -value)], 999, seed: 3));
    }

    // Clusters of unequal variance, no difference: 5 % of the tests may find one. Standard error of the rate: 0.5 %.
    [Theory]
    [InlineData(20, 999)]
    [InlineData(8, 999)]
    public void One_test_in_twenty_finds_what_is_not_there(int clusters, int permutations)
    {
        var random = SeededRandom.For(11, "null");
        var found = Enumerable.Range(0, 2_000)
            .Count(i => PairedPermutationTest.PValue([.. Enumerable.Range(0, clusters).Select(c => (1 + (c % 3)) * Experiment.Normal(random))], permutations, i) <= 0.05);
        TestContext.Current.TestOutputHelper?.WriteLine($"{clusters} clusters: {found / 20.0} %");
        Assert.InRange(found / 2_000.0, 0.04, 0.06);
    }

    // R: p.adjust(c(.01, .04, .03, .005), "holm"), p.adjust(c(.5, .02, .02, .9), "holm").
    [Fact]
    public void Holm()
    {
        Assert.Equal([0.03, 0.06, 0.06, 0.02], HolmCorrection.Adjust([0.01, 0.04, 0.03, 0.005]));
        Assert.Equal([1, 0.08, 0.08, 1], HolmCorrection.Adjust([0.5, 0.02, 0.02, 0.9]));
        Assert.Empty(HolmCorrection.Adjust([]));
    }

    // R: mean(d)/sd(d) of Student's sleep data.
    [Fact]
    public void Effect_size_of_pairs()
    {
        Assert.Equal(1.28455756259105, CohensD.Paired([1.2, 2.4, 1.3, 1.3, 0, 1.0, 1.8, 0.8, 4.6, 1.4])!.Value, 1e-13);
        Assert.Null(CohensD.Paired([0.1 + 0.2, 0.3, 0.3]));
        Assert.Null(CohensD.Paired([2]));
    }
}
