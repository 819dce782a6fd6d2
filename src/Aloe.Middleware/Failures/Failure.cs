namespace Aloe.Middleware;

/// <summary>What a <see cref="FailureClassifier"/> makes of an exception.</summary>
/// <param name="Kind">Why the call failed.</param>
/// <param name="IsTransient">Whether the same call may succeed later.</param>
/// <param name="Status">HTTP status, if one was received.</param>
/// <param name="RetryAfter">How long the other side wants to be left alone, if it said so. At least zero.</param>
public sealed record Failure(FailureKind Kind, bool IsTransient, int? Status = null, TimeSpan? RetryAfter = null);
