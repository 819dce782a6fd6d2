namespace Aloe.Evaluation;

/// <summary>At some turn the judge gave no readable score for any case, so that AL(k) is undefined there.</summary>
public sealed class NoScoreException : InvalidOperationException
{
    internal NoScoreException(int turn, IReadOnlyList<ScoredCase> cases)
        : base($"AL({turn}) is undefined: the judge gave no readable score for any of the {cases.Count} cases at turn {turn}. " +
            "Check that the judge answers with the JSON object its prompt asks for. The conversations are in the exception's Cases.")
    {
        Turn = turn;
        Cases = cases;
    }

    /// <summary>1-based turn without a score.</summary>
    public int Turn { get; }

    /// <summary>Every conversation, with the scores there are.</summary>
    public IReadOnlyList<ScoredCase> Cases { get; }
}
