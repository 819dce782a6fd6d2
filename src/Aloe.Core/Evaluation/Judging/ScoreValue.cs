namespace Aloe.Evaluation;

/// <summary>What stands where a score is looked for: a value from 1 to 5, or why there is none.</summary>
/// <param name="Score">The value; null when there is none.</param>
/// <param name="Cause">Why there is none; null when there is one.</param>
internal readonly record struct ScoreValue(double? Score, MissingScoreCause? Cause)
{
    private const int Min = 1, Max = 5;

    public static readonly ScoreValue OffScale = None(MissingScoreCause.OffScale);
    public static readonly ScoreValue Contradictory = None(MissingScoreCause.Contradictory);
    public static readonly ScoreValue Unreadable = None(MissingScoreCause.Unreadable);

    public static ScoreValue Of(double value) => value is >= Min and <= Max ? new ScoreValue(value, null) : OffScale;

    /// <summary>The value on which all agree.</summary>
    public static ScoreValue Agreed(IEnumerable<ScoreValue> values)
    {
        var different = values.Distinct().Take(2).ToArray();
        return different.Length switch { 0 => Unreadable, 1 => different[0], _ => Contradictory };
    }

    private static ScoreValue None(MissingScoreCause cause) => new(null, cause);
}
