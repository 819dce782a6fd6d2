namespace Aloe.Reporting.Documents;

/// <summary>Why there is no score, in words.</summary>
internal static class CauseText
{
    public static string Of(MissingScoreCause cause) => cause switch
    {
        MissingScoreCause.Empty => "empty answer",
        MissingScoreCause.Refusal => "the judge declined",
        MissingScoreCause.OffScale => "value off the scale",
        MissingScoreCause.Contradictory => "several values that differ",
        _ => "no value in the answer",
    };
}
