namespace Aloe.Middleware;

/// <summary>When a <see cref="RoutingChatClient"/> goes on to the next endpoint.</summary>
public sealed class RoutingOptions
{
    /// <summary>
    /// Whether a failure moves the request to the next endpoint; if not, it goes to the caller.
    /// <value>
    /// Default: the circuit is open; requests or tokens are used up (429, a rate limit, the account); the key or the model is refused; or the endpoint's own retries are exhausted.
    /// Other failures may pass: a retry outside of the routing asks the same endpoint again, so that a hiccup does not change who answers.
    /// </value>
    /// </summary>
    public Func<Exception, Failure, bool> FailoverOn
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value, nameof(FailoverOn));
            field = value;
        }
    } = static (exception, failure) => exception is RetriesExhaustedException
        || failure.Kind is FailureKind.CircuitOpen or FailureKind.RateLimited or FailureKind.QuotaExhausted or FailureKind.Unauthorized or FailureKind.NotFound;

    /// <summary>Tells what a failure is. <value>Default: <see cref="FailureClassifier.Default"/>.</value></summary>
    public FailureClassifier Classifier
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Classifier));
            field = value;
        }
    } = FailureClassifier.Default;
}
