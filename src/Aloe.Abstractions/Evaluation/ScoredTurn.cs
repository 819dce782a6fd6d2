namespace Aloe;

/// <summary>One turn of a benchmark conversation.</summary>
/// <param name="Number">1-based turn.</param>
/// <param name="User">The user's message.</param>
/// <param name="Reply">The reply of the model under test.</param>
/// <param name="Score">The judge's scores, over its rounds the mean; null when none of its answers was readable.</param>
public sealed record ScoredTurn(int Number, string User, string Reply, TurnScore? Score)
{
    /// <summary>Why there is no score; null when there is one.</summary>
    public MissingScore? Missing { get; init; }

    /// <summary>What every judge said in every round, where there was more than one judgement; else empty.</summary>
    public IReadOnlyList<Judgement> Judgements { get => field ?? []; init; }

    /// <summary>Who the user was taken to be after this turn; null when nobody was asked (<see cref="EvaluationOptions.PersonaProbe"/>).</summary>
    public InferredPersona? Inferred { get; init; }
}
