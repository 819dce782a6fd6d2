using System.Text.Json;
using Aloe.Evaluation;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Interval = Aloe.Evaluation.Interval;

namespace Aloe.Core.Tests.Evaluation.Verdicts;

public sealed class VerdictProperties
{
    private static readonly VerdictOptions Quick = new() { Resamples = 200, Permutations = 200 };

    [Property(MaxTest = 50)]
    public Property A_run_does_not_differ_from_itself() => Prop.ForAll(Runs.Pairs(), pair =>
    {
        var comparison = Compare(pair.First, pair.First with { Model = "again" });
        Assert.Equal(new Interval(0, 0, 0), comparison.Difference with { Low = Known(comparison.Difference.Low), High = Known(comparison.Difference.High) });
        Assert.Equal((1.0, 1.0, null, null), (comparison.PValue, comparison.AdjustedPValue, comparison.EffectSize, comparison.CasesNeeded));
        Assert.Equal(comparison.Cases, comparison.Ties);

        // A bound of 4 points stands for nothing known.
        static double Known(double bound) => Math.Abs(bound) == 4 ? 0 : bound;
    });

    [Property(MaxTest = 50)]
    public Property Swapped_models_swap_the_difference_and_keep_p() => Prop.ForAll(Runs.Pairs(), pair =>
    {
        var (forth, back) = (Compare(pair.First, pair.Second), Compare(pair.Second, pair.First));
        Assert.Equal(forth.Difference.Value, -back.Difference.Value, 1e-12);
        Assert.Equal(forth.Difference.Low, -back.Difference.High, 1e-9);
        Assert.Equal(forth.AlDifference.Select(al => al.Value), back.AlDifference.Select(al => -al.Value), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal((forth.PValue, forth.Wins, forth.Ties, forth.Losses), (back.PValue, back.Losses, back.Ties, back.Wins));
        Assert.Equal(forth.EffectSize ?? 0, -(back.EffectSize ?? 0), 1e-12);
        Assert.Equal((forth.CasesNeeded, forth.Detectable), (back.CasesNeeded, back.Detectable));
    });

    [Property(MaxTest = 50)]
    public Property A_constant_moves_the_difference_by_itself() => Prop.ForAll(Runs.Pairs(), pair =>
    {
        // Into 2 … 4 first, so that scores stay on the scale.
        var (first, second) = (pair.First.Select(score => 2 + (score / 4)), pair.Second.Select(score => 2 + (score / 4)));
        var (before, after) = (Compare(first, second), Compare(first, second.Select(score => score + 0.5)));
        Assert.Equal(before.Difference.Value + 0.5, after.Difference.Value, 1e-12);
        Assert.Equal(before.AlDifference.Select(al => al.Value + 0.5), after.AlDifference.Select(al => al.Value), (a, b) => Math.Abs(a - b) < 1e-12);
    });

    [Property(MaxTest = 50)]
    public Property The_order_of_cases_does_not_matter() => Prop.ForAll(Runs.Pairs(), pair =>
    {
        var turned = pair.First with { Cases = [.. pair.First.Cases.Reverse()] };
        Assert.Equal(Json(ModelVerdict.Of(pair.First, Quick)), Json(ModelVerdict.Of(turned, Quick)));
        Assert.Equal(Json(Compare(pair.First, pair.Second)), Json(Compare(turned, pair.Second)));
    });

    /// <summary>System.Text.Json refuses what is not finite.</summary>
    [Property(MaxTest = 50)]
    public Property Every_figure_can_be_written_and_bounds_hold_their_value() => Prop.ForAll(Runs.Pairs(), pair =>
    {
        var (verdict, comparison) = (ModelVerdict.Of(pair.First, Quick), Compare(pair.First, pair.Second));
        Assert.NotEmpty(Json(verdict));
        Assert.NotEmpty(Json(comparison));
        Assert.All([.. verdict.Al, verdict.Average, verdict.Ir, verdict.NIr, .. comparison.AlDifference, comparison.Difference], interval => Assert.True(interval.Low <= interval.Value && interval.Value <= interval.High));
        Assert.All([.. verdict.Al, verdict.Average], interval => Assert.True(interval.Low >= 1 - 1e-12 && interval.High <= 5 + 1e-12));
        Assert.InRange(verdict.Missing.LowestAverage, 1 - 1e-12, verdict.Missing.HighestAverage);
    });

    [Fact]
    public void One_case_of_one_turn_tells_nothing()
    {
        var (first, second) = (Runs.Of("first", Runs.Case("a", "x", 3)), Runs.Of("second", Runs.Case("a", "x", 4)));
        var (verdict, comparison) = (ModelVerdict.Of(first), Compare(first, second));
        Assert.Equal((new Interval(3, 1, 5), new Interval(0, 0, 0), null), (verdict.Average, verdict.Ir, verdict.NR2));
        Assert.Equal((new Interval(1, -4, 4), 1.0), (comparison.Difference, comparison.PValue));
        Assert.Equal((null, null, 4.0), (comparison.EffectSize, comparison.CasesNeeded, comparison.Detectable));
    }

    private static ModelComparison Compare(AlignmentReport first, AlignmentReport second) => Assert.Single(ModelComparison.Of([first, second], Quick));

    private static string Json<T>(T value) => JsonSerializer.Serialize(value);
}
