namespace Aloe;

/// <summary>The conversation of one benchmark case.</summary>
/// <param name="Case">Which case.</param>
/// <param name="Turns">The scored turns in order.</param>
public sealed record ScoredCase(BenchmarkCase Case, IReadOnlyList<ScoredTurn> Turns)
{
    /// <summary>Whether the user stayed who they are; null when it was not asked (<see cref="EvaluationOptions.CheckDrift"/>).</summary>
    public DriftCheck? Drift { get; init; }

    /// <summary>Id of the case whose persona the judge was shown; null for this case's own (<see cref="EvaluationControl"/>).</summary>
    public string? JudgedAs { get; init; }
}
