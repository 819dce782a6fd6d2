namespace Aloe.Middleware;

/// <summary>A call took longer than it may; it has been cancelled. Transient.</summary>
/// <param name="timeout">The limit.</param>
/// <param name="innerException">What the cancelled call threw.</param>
public sealed class CallTimeoutException(TimeSpan timeout, Exception? innerException = null)
    : TimeoutException(FormattableString.Invariant($"No answer within {timeout.TotalSeconds:0.###} s."), innerException), IClassifiedFailure
{
    /// <inheritdoc/>
    public Failure Failure => new(FailureKind.Timeout, IsTransient: true);
}
