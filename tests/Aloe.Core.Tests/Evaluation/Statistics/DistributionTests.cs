using Aloe.Evaluation.Statistics;

namespace Aloe.Core.Tests.Evaluation.Statistics;

/// <summary>Values of R 4: pnorm, qnorm, pt, qt.</summary>
public sealed class DistributionTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(-1, 1.58655253931457e-01)]
    [InlineData(-3, 1.34989803163009e-03)]
    [InlineData(-8, 6.22096057427178e-16)]
    [InlineData(0.3, 6.17911422188953e-01)]
    [InlineData(2.9, 9.98134186699616e-01)]
    [InlineData(3.1, 9.99032396786782e-01)]
    public void Normal_probabilities(double x, double p) => Assert.Equal(1, NormalDistribution.Cdf(x) / p, 1e-13);

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.8, 0.841621233572914)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.999, 3.090232306167813)]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(1e-100, -21.273453560965319)]
    public void Normal_quantiles(double p, double x) => Assert.Equal(x, NormalDistribution.Quantile(p), 1e-12 * Math.Max(1, Math.Abs(x)));

    [Theory]
    [InlineData(-2, 3, 0.0696629842794216)]
    [InlineData(0.5, 1, 0.6475836176504333)] // ½ + arctan(½)/π
    [InlineData(3, 19, 0.9963191379080657)]
    [InlineData(0, 7, 0.5)]
    public void Student_probabilities(double t, double df, double p) => Assert.Equal(p, StudentDistribution.Cdf(t, df), 1e-13);

    [Theory]
    [InlineData(0.975, 1, 12.70620473617469)]
    [InlineData(0.975, 2, 4.30265272974946)]
    [InlineData(0.975, 4, 2.77644510519779)]
    [InlineData(0.975, 19, 2.09302405440831)]
    [InlineData(0.975, 99, 1.98421695158642)]
    [InlineData(0.9995, 3, 12.92397863668796)]
    [InlineData(0.8, 2.5, 1.01016387472224)]
    [InlineData(0.025, 19, -2.09302405440831)]
    [InlineData(0.5, 5, 0)]
    public void Student_quantiles(double p, double df, double t) => Assert.Equal(t, StudentDistribution.Quantile(p, df), 1e-11 * Math.Max(1, Math.Abs(t)));

    [Fact]
    public void Quantile_and_probability_undo_each_other()
    {
        for (var p = 0.001; p < 1; p += 0.0137)
        {
            Assert.Equal(p, NormalDistribution.Cdf(NormalDistribution.Quantile(p)), 1e-14);
            Assert.Equal(p, StudentDistribution.Cdf(StudentDistribution.Quantile(p, 6.5), 6.5), 1e-13);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void No_probability_no_quantile(double p)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(p));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentDistribution.Quantile(p, 3));
    }
}
