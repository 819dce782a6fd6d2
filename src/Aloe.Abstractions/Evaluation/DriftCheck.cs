namespace Aloe;

/// <summary>Whether the simulated user still spoke as the persona at the end of a conversation.</summary>
/// <param name="Score">From 1, somebody else, to 5, unmistakably the same person; null when the judge gave none.</param>
/// <param name="Missing">Why there is none; null when there is one.</param>
public sealed record DriftCheck(double? Score, MissingScore? Missing);
