namespace Aloe;

/// <summary>What one judge, asked once, says of a reply.</summary>
/// <param name="Judge">Name of the judge.</param>
/// <param name="Round">1-based time that this judge was asked.</param>
/// <param name="Score">The scores; null when there was none.</param>
/// <param name="Missing">Why there is none; null when there is one.</param>
public sealed record Judgement(string Judge, int Round, TurnScore? Score, MissingScore? Missing);
