namespace Aloe.Middleware;

/// <summary>A call failed on every attempt, or on a later one for good. The last failure is the <see cref="Exception.InnerException"/>.</summary>
public sealed class RetriesExhaustedException : Exception, IClassifiedFailure
{
    /// <summary>Creates the exception.</summary>
    /// <param name="attempts">The attempts that were followed by another; at least one.</param>
    /// <param name="failure">What the last failure was taken for.</param>
    /// <param name="exception">The last failure.</param>
    public RetriesExhaustedException(IReadOnlyList<RetryAttempt> attempts, Failure failure, Exception exception)
        : base(Describe(attempts, failure, exception), exception)
    {
        Attempts = attempts;
        Failure = failure with { IsTransient = false };
    }

    /// <summary>The attempts that were followed by another, in order; the last one, whose failure is the <see cref="Exception.InnerException"/>, is not among them.</summary>
    public IReadOnlyList<RetryAttempt> Attempts { get; }

    /// <summary>The last failure, permanent now, so that nobody further out tries all of this again.</summary>
    public Failure Failure { get; }

    private static string Describe(IReadOnlyList<RetryAttempt> attempts, Failure failure, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(attempts);
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentNullException.ThrowIfNull(exception);
        var waited = attempts.Aggregate(TimeSpan.Zero, (sum, attempt) => sum + attempt.Delay);
        return FormattableString.Invariant($"{attempts.Count + 1} attempts failed, with waits of {waited.TotalSeconds:0.###} s between them; the last: {failure.Kind}: {exception.Message}");
    }
}
