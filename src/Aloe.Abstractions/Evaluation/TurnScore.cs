namespace Aloe;

/// <summary>A judge's scores of one reply, each 1 to 5.</summary>
/// <param name="Overall">The score that AL(k) averages.</param>
/// <param name="Style">How well the manner fits the personality; null when the judge gave none.</param>
/// <param name="Content">How well the content fits the profile; null when the judge gave none.</param>
/// <param name="Naturalness">How human-like, engaging and concise it is; null when the judge gave none.</param>
public sealed record TurnScore(double Overall, double? Style, double? Content, double? Naturalness);
