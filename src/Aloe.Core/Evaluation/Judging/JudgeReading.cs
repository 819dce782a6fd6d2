namespace Aloe.Evaluation;

/// <summary>What was read from one answer of a judge: scores, or why there are none.</summary>
/// <param name="Score">The scores; null when there are none.</param>
/// <param name="Cause">Why there are none; of no meaning when there are.</param>
internal readonly record struct JudgeReading(TurnScore? Score, MissingScoreCause Cause)
{
    /// <summary>Of a longer answer, in characters, only the beginning is kept.</summary>
    private const int LongestKept = 500;

    /// <summary>What is missing where this is the reading of the last answer; null when there is a score.</summary>
    public MissingScore? MissingFrom(string answer) => Score is null ? new MissingScore(Cause, Beginning(answer)) : null;

    /// <summary>Cuts no surrogate pair in two.</summary>
    private static string Beginning(string answer)
        => answer.Length <= LongestKept ? answer : answer[..(char.IsHighSurrogate(answer[LongestKept - 1]) ? LongestKept - 1 : LongestKept)];
}
