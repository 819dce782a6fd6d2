using Aloe.Evaluation;
using Aloe.Evaluation.Statistics;

namespace Aloe.Core.Tests.Evaluation.Verdicts;

public sealed class ModelComparisonTests
{
    // Differences of cases: a 1, b 0.5 (turn 2 only), c −1, d 0; AL differences: (1 − 1 + 0)/3 = 0 and (1 + 0.5 − 1 + 0)/4.
    private static readonly AlignmentReport First = Runs.Of("first", Runs.Case("a", "x", 2, 3), Runs.Case("b", "x", null, 3), Runs.Case("c", "y", 4, 4), Runs.Case("d", "z", 3, 3), Runs.Case("e", "z", 3, 3));
    private static readonly AlignmentReport Second = Runs.Of("second", Runs.Case("d", "z", 3, 3), Runs.Case("c", "y", 3, 3), Runs.Case("b", "x", 4, 3.5), Runs.Case("a", "x", 3, 4));

    [Fact]
    public void Pairs_by_hand()
    {
        var comparison = Assert.Single(ModelComparison.Of([First, Second], new VerdictOptions { LargestDifferences = 2 }));
        Assert.Equal(("first", "second", 4, 3), (comparison.First, comparison.Second, comparison.Cases, comparison.Profiles));
        Assert.Equal([0, 0.125], comparison.AlDifference.Select(al => al.Value));
        Assert.Equal(0.0625, comparison.Difference.Value);
        Assert.Equal((2, 1, 1), (comparison.Wins, comparison.Ties, comparison.Losses));
        Assert.Equal([new CaseDifference("a", 2.5, 3.5), new CaseDifference("c", 4, 3)], comparison.Largest);

        // Mean 0.125; Σ of squared deviations 2.1875.
        Assert.Equal(0.125 / Math.Sqrt(2.1875 / 3), comparison.EffectSize!.Value, 1e-12);

        // Profiles contribute (1/3 + 1.5/4)/2, −(1/3 + 1/4)/2 and 0: of 8 patterns, those where the first two have the same sign and those as observed are as far from 0: all.
        Assert.Equal((1.0, 1.0), (comparison.PValue, comparison.AdjustedPValue));
    }

    [Fact]
    public void Every_pair_is_compared_and_p_adjusted_for_all()
    {
        var comparisons = ModelComparison.Of([Model("a", 0), Model("b", 0.1), Model("c", 0.4)]);
        Assert.Equal([("a", "b"), ("a", "c"), ("b", "c")], comparisons.Select(one => (one.First, one.Second)));
        Assert.Equal(HolmCorrection.Adjust([.. comparisons.Select(one => one.PValue)]), comparisons.Select(one => one.AdjustedPValue));
        Assert.Contains(comparisons, one => one.PValue < one.AdjustedPValue);
        Assert.True(comparisons[1].CasesNeeded < comparisons[0].CasesNeeded);
        Assert.InRange(comparisons[1].Difference.Low, 0.2, comparisons[1].Difference.Value);

        static AlignmentReport Model(string name, double better) => Runs.Of(name, [.. Enumerable.Range(0, 30).Select(i
            => Runs.Case($"{i:D2}", $"{i / 3}", 3 + better + (0.3 * Math.Sin(i + better)), 3.5 + better + (0.3 * Math.Cos((i * 7) + (30 * better)))))]);
    }

    [Fact]
    public void The_same_difference_everywhere_is_certain()
    {
        var comparison = Assert.Single(ModelComparison.Of([First, First.Select(score => score + 0.5) with { Model = "second" }]));
        Assert.Equal(new Interval(0.5, 0.5, 0.5), comparison.Difference);
        Assert.Equal((null, 0.0), (comparison.EffectSize, comparison.Detectable));
        Assert.Equal(4, comparison.CasesNeeded); // two profiles of 5/3 cases
    }

    // Two profiles with differences 1 and 0: t(0.9; 1) and so on find nothing that the scale has room for.
    [Fact]
    public void What_the_scale_has_no_room_for_is_not_detectable()
    {
        AlignmentReport Model(string name, double score) => Runs.Of(name, Runs.Case("a", "x", 3.0), Runs.Case("b", "y", score));
        Assert.Equal(4, ModelComparison.Of([Model("a", 1), Model("b", 4)]).Single().Detectable);
    }

    [Fact]
    public void A_turn_without_pairs_tells_nothing_and_counts_for_nothing()
    {
        var first = Runs.Of("first", Runs.Case("a", "x", 2, 3), Runs.Case("b", "y", 2, null));
        var second = Runs.Of("second", Runs.Case("a", "x", 3, null), Runs.Case("b", "y", 3, 5));
        var comparison = Assert.Single(ModelComparison.Of([first, second]));
        Assert.Equal(new Interval(1, 1, 1), comparison.Difference);
        Assert.Equal([new Interval(1, 1, 1), new Interval(0, -4, 4)], comparison.AlDifference);
    }

    [Fact]
    public void Other_protocols_are_refused_and_say_what_differs()
    {
        var other = Second with { Protocol = Second.Protocol with { Judge = "openai/b", Turns = 3, Control = EvaluationControl.ShuffledPersonas } };
        var error = Assert.Throws<ProtocolDiffersException>(() => ModelComparison.Of([First, other]));
        Assert.Equal(["Turns: 2 before, 3 now", "Judge: openai/a before, openai/b now", "Control: None before, ShuffledPersonas now"], error.Differences);
        Assert.StartsWith("first and second cannot be compared: Turns", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Whatever a protocol has is part of the comparison, what is added later too.</summary>
    [Fact]
    public void Every_part_of_a_protocol_is_named()
    {
        var protocol = new EvaluationProtocol("b", "h", 9, "1-7", "p", "u", "j", 3, OpeningStyle.Story, EvaluationControl.ShuffledPersonas, 1);
        var error = Assert.Throws<ProtocolDiffersException>(() => ModelComparison.Of([First, Second with { Protocol = protocol }]));
        Assert.Equal(typeof(EvaluationProtocol).GetProperties().Select(property => property.Name), error.Differences.Select(difference => difference.Split(':')[0]));
    }

    [Fact]
    public void Runs_that_cannot_be_paired_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ModelComparison.Of([First]));
        Assert.Contains("named first", Assert.Throws<ArgumentException>(() => ModelComparison.Of([First, First])).Message, StringComparison.Ordinal);
        Assert.Contains("first and third share no case", Assert.Throws<ArgumentException>(() => ModelComparison.Of([First, Runs.Of("third", Runs.Case("q", "x", 3, 3))])).Message, StringComparison.Ordinal);
    }
}
