namespace Aloe.Middleware;

/// <summary>A call would have had to wait longer for a permit than <see cref="RateLimitOptions.MaxWait"/>. Transient.</summary>
/// <param name="endpoint">Name of the limit.</param>
/// <param name="wait">How long it would have had to wait.</param>
public sealed class RateLimitReachedException(string endpoint, TimeSpan wait)
    : Exception(FormattableString.Invariant($"The rate limit of '{endpoint}' has no permit for {wait.TotalSeconds:0.###} s.")), IClassifiedFailure
{
    /// <inheritdoc/>
    public Failure Failure => new(FailureKind.RateLimited, IsTransient: true, RetryAfter: wait);
}
