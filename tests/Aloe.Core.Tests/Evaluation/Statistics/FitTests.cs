using Aloe.Evaluation.Statistics;

namespace Aloe.Core.Tests.Evaluation.Statistics;

public sealed class FitTests
{
    private static readonly double[] AnscombeX = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    private static readonly double[] AnscombeY = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];

    // Anscombe 1973, first set; digits of R's lm(y1 ~ x1, anscombe).
    [Fact]
    public void Anscombe()
    {
        var fit = LinearFit.Of(AnscombeX, AnscombeY);
        Assert.Equal(0.500090909090909, fit.Slope, 1e-13);
        Assert.Equal(3.000090909090909, fit.Intercept, 1e-13);
        Assert.Equal(0.666542459508775, fit.R2!.Value, 1e-13);
        Assert.Equal(Math.Sqrt(0.666542459508775), Correlation.Pearson(AnscombeX, AnscombeY)!.Value, 1e-13);
    }

    // NIST Statistical Reference Datasets, Norris: certified values.
    [Fact]
    public void Norris()
    {
        double[] y =
        [
            0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8, 339.3, 448.9, 10.8,
            557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888.0, 998.5, 778.9, 10.2, 117.6, 228.9, 668.4, 449.2, 0.2,
        ];
        double[] x =
        [
            0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4, 0.6, 775.5, 666.9, 338.0, 447.5, 11.6,
            556.0, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2, 999.0, 779.0, 11.1, 118.3, 229.2, 669.1, 448.9, 0.5,
        ];
        var fit = LinearFit.Of(x, y);
        Assert.Equal(1.00211681802045, fit.Slope, 1e-12);
        Assert.Equal(-0.262323073774029, fit.Intercept, 1e-10);
        Assert.Equal(0.999993745883712, fit.R2!.Value, 1e-13);
    }

    [Fact]
    public void Over_turns_x_counts_from_1() => Assert.Equal(new LinearFit(2, 1, 1), LinearFit.Of([3, 5, 7]));

    [Fact]
    public void Level_line_explains_nothing_as_there_is_nothing_to_explain() => Assert.Equal(new LinearFit(0, 4, null), LinearFit.Of([4, 4, 4]));

    [Fact]
    public void Needs_two_different_x_and_as_many_y()
    {
        Assert.Throws<ArgumentException>(() => LinearFit.Of([1]));
        Assert.Throws<ArgumentException>(() => LinearFit.Of([2, 2], [1, 3]));
        Assert.Throws<ArgumentException>(() => LinearFit.Of([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => Correlation.Spearman([], []));
    }

    // R: cor(x, y), cor(x, y, method = "spearman").
    [Fact]
    public void Correlations_with_ties()
    {
        double[] x = [1, 2, 2, 3, 5, 5, 5, 8], y = [2, 1, 3, 3, 6, 4, 6, 6];
        Assert.Equal(0.853705780302578, Correlation.Pearson(x, y)!.Value, 1e-13);
        Assert.Equal(0.892405063291139, Correlation.Spearman(x, y)!.Value, 1e-13);
    }

    [Fact]
    public void Ranks_mind_order_only()
    {
        Assert.Equal(1, Correlation.Spearman([1, 2, 3, 4], [1, 10, 11, 1000])!.Value, 1e-15);
        Assert.Equal(-1, Correlation.Spearman([1, 2, 3, 4], [9, 3, 2, -7])!.Value, 1e-15);
        Assert.Null(Correlation.Spearman([1, 2, 3], [5, 5, 5]));
        Assert.Null(Correlation.Pearson([1], [2]));
    }
}
