using Aloe.Evaluation;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Aloe.Core.Tests.Evaluation;

public sealed class AlignmentMetricsTests
{
    [Fact]
    public void Published_curve()
    {
        var curve = AlignmentMetrics.Curve([62.16, 68.92, 70.27, 74.32, 72.97, 74.32, 75.68, 78.38, 77.03, 79.73]);
        Assert.Equal(73.38, curve.Average, 0.005);
        Assert.Equal(0.090, curve.NIr, 0.0005);
        Assert.Equal(0.855, curve.NR2!.Value, 0.0005);
    }

    [Fact]
    public void Straight_line()
    {
        var curve = AlignmentMetrics.Curve([3, 3.2, 3.4, 3.6, 3.8, 4, 4.2, 4.4, 4.6, 4.8]);
        Assert.Equal(3.9, curve.Average, 1e-12);
        Assert.Equal(0.2, curve.Ir, 1e-12);
        Assert.Equal(1.0 / 9, curve.NIr, 1e-12);
        Assert.Equal(1, curve.NR2!.Value, 1e-12);
    }

    // By hand: k̄ = 2, ȳ = 2; Σ(k−k̄)² = 2, Σ(k−k̄)(y−ȳ) = 1, Σ(y−ȳ)² = 2 → b = 1/2, R² = 1/4; the range is 2.
    [Fact]
    public void Three_points_by_hand()
    {
        var curve = AlignmentMetrics.Curve([2, 1, 3]);
        Assert.Equal((2.0, 0.5, 0.25, 0.25), (curve.Average, curve.Ir, curve.NIr, curve.NR2!.Value));
        Assert.Equal([2.0, 1, 3], curve.Al);
    }

    [Theory]
    [InlineData(new[] { 3.5 })]
    [InlineData(new[] { 4.0, 4, 4, 4 })]
    [InlineData(new[] { 0.0, 0 })]
    [InlineData(new[] { 3.3000000000000003, 3.3, 3.3 })]
    public void Flat_curve_has_no_rate_and_no_fit(double[] al)
    {
        var curve = AlignmentMetrics.Curve(al);
        Assert.Equal((0.0, 0.0, null), (curve.Ir, curve.NIr, curve.NR2));
        Assert.Equal(al[0], curve.Average, 1e-12);
    }

    [Fact]
    public void Zigzag_has_a_rate_of_zero_and_fits_no_line()
    {
        var curve = AlignmentMetrics.Curve([1, 2, 2, 1]);
        Assert.Equal((0.0, 0.0), (curve.NIr, curve.NR2!.Value));
    }

    [Property]
    public Property Shift_and_scale_change_neither_N_IR_nor_N_R2() => Prop.ForAll(Curves(), Gen.Choose(-1_000, 1_000).Two().ToArbitrary(), (al, by) =>
    {
        var (shift, scale) = (by.Item1 / 100.0, Math.Abs(by.Item2 / 100.0) + 0.01);
        var (curve, moved) = (AlignmentMetrics.Curve(al), AlignmentMetrics.Curve([.. al.Select(value => (value * scale) + shift)]));
        Assert.Equal(curve.NIr, moved.NIr, 1e-9);
        Assert.Equal(curve.NR2 ?? -1, moved.NR2 ?? -1, 1e-9);
        Assert.Equal((curve.Ir * scale), moved.Ir, 1e-9);
        Assert.Equal((curve.Average * scale) + shift, moved.Average, 1e-9);
    });

    [Property]
    public Property Played_backwards_the_rates_change_their_sign() => Prop.ForAll(Curves(), al =>
    {
        var (curve, backwards) = (AlignmentMetrics.Curve(al), AlignmentMetrics.Curve([.. al.Reverse()]));
        Assert.Equal(curve.NIr, -backwards.NIr, 1e-12);
        Assert.Equal(curve.NR2 ?? -1, backwards.NR2 ?? -1, 1e-12);
    });

    [Property]
    public Property Residuals_are_orthogonal_to_the_line_and_R2_is_what_they_leave() => Prop.ForAll(Curves(), al =>
    {
        var curve = AlignmentMetrics.Curve(al);
        var intercept = curve.Average - (curve.Ir * (al.Length + 1) / 2);
        var residuals = al.Select((value, i) => value - intercept - (curve.Ir * (i + 1))).ToArray();
        Assert.Equal(0, residuals.Sum(), 1e-9);
        Assert.Equal(0, residuals.Select((residual, i) => residual * (i + 1)).Sum(), 1e-8);
        if (curve.NR2 is { } r2)
        {
            Assert.InRange(r2, 0, 1);
            Assert.Equal(1 - (residuals.Sum(r => r * r) / al.Sum(value => Math.Pow(value - curve.Average, 2))), r2, 1e-9);
            Assert.Equal(curve.Ir / (al.Max() - al.Min()), curve.NIr, 1e-12);
        }
    });

    [Fact]
    public void Averages_over_the_cases_and_leaves_missing_scores_out()
    {
        ScoredCase[] cases = [Case("a", 1, 4), Case("b", 2, null), Case("c", null, 5)];
        var curve = AlignmentMetrics.Curve(cases);
        Assert.Equal([1.5, 4.5], curve.Al);
        Assert.Equal(2, AlignmentMetrics.CountMissing(cases));
    }

    [Fact]
    public void Turn_without_any_score_is_an_error_that_keeps_the_conversations()
    {
        ScoredCase[] cases = [Case("a", 1, null), Case("b", 2, null)];
        var error = Assert.Throws<NoScoreException>(() => AlignmentMetrics.Curve(cases));
        Assert.Equal(2, error.Turn);
        Assert.Same(cases, error.Cases);
        Assert.Contains("any of the 2 cases at turn 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_curves_are_refused_by_name()
    {
        Assert.Contains("at least one turn", Message(() => AlignmentMetrics.Curve(Array.Empty<double>())), StringComparison.Ordinal);
        Assert.Contains("at least one case", Message(() => AlignmentMetrics.Curve(Array.Empty<ScoredCase>())), StringComparison.Ordinal);
        Assert.Contains("AL(2) is NaN", Message(() => AlignmentMetrics.Curve([1, double.NaN])), StringComparison.Ordinal);
        Assert.Contains("Case b has 1 turns, case a has 2", Message(() => AlignmentMetrics.Curve([Case("a", 1, 2), Case("b", 1)])), StringComparison.Ordinal);
    }

    private static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;

    private static ScoredCase Case(string id, params double?[] scores) => new(
        new BenchmarkCase(id, Persona.Create("profile", "personality")),
        [.. scores.Select((score, i) => new ScoredTurn(i + 1, "hello", "hi", score is { } overall ? new TurnScore(overall, null, null, null) : null))]);

    private static Arbitrary<double[]> Curves()
        => Gen.Choose(1, 30).SelectMany(turns => Gen.Choose(100, 500).ArrayOf(turns)).Select(values => values.Select(value => value / 100.0).ToArray()).ToArbitrary();
}
