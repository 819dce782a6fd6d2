namespace Aloe.Evaluation;

/// <summary>How well the user was read at one turn, as means over the cases.</summary>
/// <param name="Turn">1-based turn.</param>
/// <param name="FactRecall">Share of the profile that was found, 0 to 1; 0 where there is nothing to find.</param>
/// <param name="FactPrecision">Share of the claimed facts that are so, 0 to 1; null where no case claimed any.</param>
/// <param name="TraitRecall">Share of the personality that was found, 0 to 1; 0 where there is nothing to find.</param>
/// <param name="TraitPrecision">Share of the claimed traits that are so, 0 to 1; null where no case claimed any.</param>
/// <param name="Cases">Cases with a reading at this turn.</param>
public sealed record InferenceAccuracy(int Turn, double FactRecall, double? FactPrecision, double TraitRecall, double? TraitPrecision, int Cases)
{
    /// <summary>The turns at which somebody was asked and understood, in order.</summary>
    internal static IReadOnlyList<InferenceAccuracy> Of(IEnumerable<ScoredCase> cases) =>
    [
        .. cases.SelectMany(one => one.Turns).Where(turn => turn.Inferred is not null)
            .GroupBy(turn => turn.Number, (number, turns) => At(number, [.. turns.Select(turn => turn.Inferred!)]))
            .OrderBy(accuracy => accuracy.Turn),
    ];

    private static InferenceAccuracy At(int turn, IReadOnlyList<InferredPersona> readings) => new(
        turn,
        readings.Average(one => one.Facts.Recall) ?? 0,
        readings.Average(one => one.Facts.Precision),
        readings.Average(one => one.Traits.Recall) ?? 0,
        readings.Average(one => one.Traits.Precision),
        readings.Count);
}
