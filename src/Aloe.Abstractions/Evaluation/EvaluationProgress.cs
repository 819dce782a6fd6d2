namespace Aloe;

/// <summary>Where a benchmark run stands.</summary>
/// <param name="Model">Name of the model under test.</param>
/// <param name="CompletedTurns">Turns played and judged, over all cases.</param>
/// <param name="TotalTurns">Turns to play.</param>
public sealed record EvaluationProgress(string Model, int CompletedTurns, int TotalTurns);
