using System.Numerics.Tensors;
using Aloe.Evaluation.Statistics;

namespace Aloe.Evaluation;

/// <summary>The cases of two models, side by side.</summary>
internal sealed class PairedScores
{
    /// <summary>Means that differ by no more are the same but for rounding.</summary>
    private const double Rounding = 1e-9;

    private readonly (string First, string Second) _models;
    private readonly IReadOnlyList<PairedCase> _cases;

    private PairedScores(string first, string second, IReadOnlyList<PairedCase> cases) => (_models, _cases) = ((first, second), cases);

    public static PairedScores Of(AlignmentReport first, AlignmentReport second)
    {
        var others = second.Cases.ToDictionary(one => one.Case.Id);

        // In the order of their ids, on which the last digits of sums then do not depend.
        PairedCase[] cases =
        [
            .. first.Cases.OrderBy(one => one.Case.Id, StringComparer.Ordinal)
                .Select(one => others.TryGetValue(one.Case.Id, out var other) ? PairedCase.Of(one, other) : null)
                .OfType<PairedCase>(),
        ];
        return cases.Length > 0
            ? new PairedScores(first.Model, second.Model, cases)
            : throw new ArgumentException($"{first.Model} and {second.Model} share no case with a turn that is scored in both.");
    }

    /// <summary>The comparison, with a p value that is not adjusted.</summary>
    public ModelComparison Compare(VerdictOptions options)
    {
        var (difference, alDifference, pValue) = Compare(Enumerable.Range(0, _cases.Max(one => one.Turns.Count)).ToArray(), options);
        CaseDifference[] means = [.. _cases.Select(one => one.Means)];
        double[] differences = [.. means.Select(one => one.Difference)];
        var (wins, losses) = (differences.Count(one => one > Rounding), differences.Count(one => one < -Rounding));
        var (needed, detectable) = Plan(differences, options);
        return new ModelComparison(
            _models.First,
            _models.Second,
            _cases.Count,
            _cases.Select(one => one.Case.ProfileId).Distinct().Count(),
            difference,
            alDifference,
            pValue,
            AdjustedPValue: pValue,
            CohensD.Paired(differences),
            wins,
            Ties: differences.Length - wins - losses,
            losses,
            needed,
            detectable,
            [.. means.OrderByDescending(one => Math.Abs(one.Difference)).ThenBy(one => one.Id, StringComparer.Ordinal).Take(options.LargestDifferences)]);
    }

    private (Interval Difference, IReadOnlyList<Interval> AlDifference, double PValue) Compare(int[] turns, VerdictOptions options)
    {
        int[] scored = [.. turns.Where(turn => _cases.Any(one => At(one, turn) is not null))];
        var totals = ClusterTotals.Of([.. _cases.Select(one => new Observation(one.Case.ProfileId, [.. scored.Select(turn => At(one, turn))]))]);
        Statistic[] statistics =
        [
            .. scored.Select((_, column) => Statistic.Mean(column, -ScoreScale.Width, ScoreScale.Width)),
            new(means => TensorPrimitives.Sum(means) / means.Length, -ScoreScale.Width, ScoreScale.Width),
        ];
        var intervals = ClusteredBootstrap.Intervals(totals, statistics, options.Confidence, options.Resamples, options.Seed);
        var contributions = Enumerable.Range(0, scored.Length).Select(totals.Contributions)
            .Aggregate((sum, column) => sum.Zip(column, (one, other) => one + other));
        return (
            intervals[^1],
            [.. turns.Select(turn => Array.IndexOf(scored, turn) is >= 0 and var column ? intervals[column] : new Interval(0, -ScoreScale.Width, ScoreScale.Width))],
            PairedPermutationTest.PValue([.. contributions], options.Permutations, options.Seed));
    }

    private (int? Needed, double Detectable) Plan(double[] differences, VerdictOptions options)
    {
        var clusters = ClusterTotals.Grouped([.. _cases.Zip(differences, (one, difference) => new Observation(one.Case.ProfileId, [difference]))]);
        if (clusters.Count < 2)
        {
            return (null, ScoreScale.Width);
        }

        var design = ClusterDesign.Of([.. clusters.Select(cluster => cluster.Select(one => one.Values[0]!.Value).ToArray())]);
        var (deviation, mean, alpha) = (CohensD.StandardDeviation(differences), differences.Average(), 1 - options.Confidence);
        var effect = Math.Abs(mean) <= Rounding ? 0 : Math.Abs(mean) / deviation;
        return (
            PairedPower.CasesNeeded(effect, design, options.Power, alpha),
            Math.Min(ScoreScale.Width, deviation * PairedPower.Detectable(design, options.Power, alpha)));
    }

    private static double? At(PairedCase one, int turn) => turn < one.Turns.Count ? one.Turns[turn]?.Second - one.Turns[turn]?.First : null;
}
