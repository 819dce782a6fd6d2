namespace Aloe;

/// <summary>The result of a benchmark run for one model.</summary>
/// <param name="Model">Name of the model under test.</param>
/// <param name="Participants">Who played user and judge: <c>simulated</c> for offline stand-ins, otherwise their model ids.</param>
/// <param name="Curve">AL(k) and its summary.</param>
/// <param name="Missing">Scores that the judge did not give; they are left out of the averages.</param>
/// <param name="Cases">Every conversation.</param>
public sealed record AlignmentReport(string Model, string Participants, AlignmentCurve Curve, int Missing, IReadOnlyList<ScoredCase> Cases);
