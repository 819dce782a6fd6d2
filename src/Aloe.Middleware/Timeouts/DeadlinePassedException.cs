namespace Aloe.Middleware;

/// <summary>The time of the whole run is over; calls under way have been cancelled, new ones are refused. Permanent.</summary>
/// <param name="deadline">When it was over.</param>
/// <param name="innerException">What the cancelled call threw.</param>
public sealed class DeadlinePassedException(DateTimeOffset deadline, Exception? innerException = null)
    : Exception(FormattableString.Invariant($"The run was to end at {deadline:yyyy-MM-dd HH:mm:ss} UTC."), innerException), IClassifiedFailure
{
    /// <inheritdoc/>
    public Failure Failure => new(FailureKind.DeadlinePassed, IsTransient: false);
}
