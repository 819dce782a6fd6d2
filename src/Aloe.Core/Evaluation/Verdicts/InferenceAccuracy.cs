namespace Aloe.Evaluation;

/// <summary>How well the user was read at one turn, as means over the cases.</summary>
/// <param name="Turn">1-based turn.</param>
/// <param name="FactRecall">Share of the profile that was found, 0 to 1.</param>
/// <param name="FactPrecision">Share of the claimed facts that are so, 0 to 1; null where no case claimed any.</param>
/// <param name="TraitRecall">Share of the personality that was found, 0 to 1.</param>
/// <param name="TraitPrecision">Share of the claimed traits that are so, 0 to 1; null where no case claimed any.</param>
/// <param name="Cases">Cases with a reading at this turn.</param>
public sealed record InferenceAccuracy(int Turn, double FactRecall, double? FactPrecision, double TraitRecall, double? TraitPrecision, int Cases);
