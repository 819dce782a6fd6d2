namespace Aloe.Middleware;

/// <summary>A circuit breaker refused a call without making it, because of the failures before it. Transient.</summary>
/// <param name="endpoint">Name of the breaker.</param>
/// <param name="retryAfter">When it lets a call through again, if it knows.</param>
/// <param name="innerException">What the breaker threw.</param>
public sealed class CircuitOpenException(string endpoint, TimeSpan? retryAfter, Exception? innerException = null)
    : Exception($"The circuit of '{endpoint}' is open after too many failures.", innerException), IClassifiedFailure
{
    /// <inheritdoc/>
    public Failure Failure => new(FailureKind.CircuitOpen, IsTransient: true, RetryAfter: retryAfter);
}
