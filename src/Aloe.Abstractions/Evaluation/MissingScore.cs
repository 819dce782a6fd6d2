namespace Aloe;

/// <summary>A score that the judge did not give, however often it was asked.</summary>
/// <param name="Cause">What was wrong with its last answer.</param>
/// <param name="Answer">The beginning of that answer, up to 500 characters.</param>
public sealed record MissingScore(MissingScoreCause Cause, string Answer);
