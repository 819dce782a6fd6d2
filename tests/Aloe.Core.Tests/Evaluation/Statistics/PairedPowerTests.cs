using Aloe.Evaluation.Statistics;

namespace Aloe.Core.Tests.Evaluation.Statistics;

/// <summary>Values of R 4.2: power.t.test(…, type = "paired", strict = TRUE, tol = 1e-12).</summary>
public sealed class PairedPowerTests
{
    [Theory]
    [InlineData(0.5, 20, 0.05, 0.564504418439084)]
    [InlineData(1, 5, 0.05, 0.401389917372453)]
    [InlineData(1, 2, 0.05, 0.0928091550565351)]
    [InlineData(0.1, 100, 0.01, 0.0558261993935039)]
    [InlineData(0, 30, 0.05, 0.05)]
    public void Power_of_independent_pairs(double effect, int pairs, double alpha, double power) => Assert.Equal(power, PairedPower.Of(effect, new ClusterDesign(pairs, 1), alpha), 1e-7);

    // R: n = 33.3671, 198.1508, 18.4462.
    [Theory]
    [InlineData(0.5, 0.8, 34)]
    [InlineData(0.2, 0.8, 199)]
    [InlineData(0.8, 0.9, 19)]
    public void Pairs_needed(double effect, double power, int pairs) => Assert.Equal(pairs, PairedPower.CasesNeeded(effect, new ClusterDesign(5, 1), power));

    [Theory]
    [InlineData(20, 0.8, 0.660441654622837)]
    [InlineData(100, 0.9, 0.327343140383193)]
    public void Detectable_effect(int pairs, double power, double effect) => Assert.Equal(effect, PairedPower.Detectable(new ClusterDesign(pairs, 1), power), 1e-9);

    // 20 clusters of 5 with a design effect of 5 are worth 20 independent cases.
    [Fact]
    public void Clusters_of_equal_cases_count_once() => Assert.Equal(0.660441654622837, PairedPower.Detectable(new ClusterDesign(20, 5, 5)), 1e-9);

    [Fact]
    public void Cases_come_in_whole_clusters_and_just_reach_the_power()
    {
        var design = new ClusterDesign(20, 5, 1.8);
        var cases = PairedPower.CasesNeeded(0.3, design)!.Value;
        Assert.Equal(0, cases % 5);
        Assert.True(PairedPower.Of(0.3, design with { Clusters = cases / 5 }) >= 0.8);
        Assert.True(PairedPower.Of(0.3, design with { Clusters = (cases / 5) - 1 }) < 0.8);
    }

    [Fact]
    public void No_effect_is_never_found_and_a_certain_one_at_once()
    {
        Assert.Null(PairedPower.CasesNeeded(0, new ClusterDesign(20, 5)));
        Assert.Null(PairedPower.CasesNeeded(1e-9, new ClusterDesign(20, 5)));
        Assert.Equal(10, PairedPower.CasesNeeded(double.PositiveInfinity, new ClusterDesign(20, 5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedPower.Of(1, new ClusterDesign(1, 5)));
    }

    // R: anova(lm(y ~ cluster)): MSB = 17.5, MSW = 1.5; m₀ = (9 − 29/9)/2 = 26/9; ICC = 16 / (17.5 + 17/9·1.5). Typical size 29/9.
    [Fact]
    public void Design_of_unequal_clusters()
    {
        double[][] clusters = [[1, 2, 3], [4, 6], [5, 7, 6, 8]];
        var icc = 16 / (17.5 + (17.0 / 9 * 1.5));
        Assert.Equal(icc, ClusterDesign.Icc(clusters), 1e-13);
        var design = ClusterDesign.Of(clusters);
        Assert.Equal((3, 3.0), (design.Clusters, design.ClusterSize));
        Assert.Equal(1 + (20.0 / 9 * icc), design.Effect, 1e-13);
    }

    [Fact]
    public void Design_where_clusters_tell_nothing()
    {
        Assert.Equal(new ClusterDesign(3, 1, 1), ClusterDesign.Of([[1], [2], [5]]));
        Assert.Equal(new ClusterDesign(2, 2, 1), ClusterDesign.Of([[1, 3], [1, 3]]));
        Assert.Equal(new ClusterDesign(2, 2, 1), ClusterDesign.Of([[2, 2], [2, 2]]));
        Assert.Equal(2, ClusterDesign.Of([[1, 1], [3, 3]]).Effect);
        Assert.Throws<ArgumentException>(() => ClusterDesign.Of([[1], []]));
    }
}
