namespace Aloe;

/// <summary>The result of a benchmark run for one model.</summary>
/// <param name="Model">Name of the model under test.</param>
/// <param name="Participants">Who played user and judge: <c>simulated</c> for offline stand-ins, otherwise their model ids.</param>
/// <param name="Protocol">How the scores came about.</param>
/// <param name="Curve">AL(k) and its summary, over the scores that there are.</param>
/// <param name="Missing">Scores that the judge did not give; they are left out of the averages.</param>
/// <param name="Cases">Every conversation that was played to its end.</param>
public sealed record AlignmentReport(
    string Model, string Participants, EvaluationProtocol Protocol, AlignmentCurve Curve, int Missing, IReadOnlyList<ScoredCase> Cases)
{
    /// <summary>Cases that could not be played.</summary>
    public IReadOnlyList<FailedCase> Failed { get => field ?? []; init; }

    /// <summary>System prompt that the model was given in every case; null for none.</summary>
    public string? Instructions { get; init; }
}
