namespace Aloe.Middleware;

/// <summary>No endpoint took a request. Transient if one of them may take it later.</summary>
public sealed class EndpointsExhaustedException : AggregateException, IClassifiedFailure
{
    internal EndpointsExhaustedException(IReadOnlyList<(string Endpoint, Failure Failure, Exception Exception)> tried)
        : base(
            $"None of {tried.Count} endpoints took the request: {string.Join("; ", tried.Select(one => $"{one.Endpoint}: {one.Failure.Kind}: {one.Exception.Message}"))}",
            tried.Select(one => one.Exception))
    {
        // The one that may be asked again soonest speaks for all.
        Failure = tried.Select(one => one.Failure).Where(failure => failure.IsTransient).MinBy(failure => failure.RetryAfter ?? TimeSpan.Zero) ?? tried[^1].Failure;
    }

    /// <inheritdoc/>
    public Failure Failure { get; }
}
