using Polly;
using Polly.CircuitBreaker;

namespace Aloe.Middleware;

/// <summary>The health of one endpoint, shared by every client that calls it: after too many failures it refuses calls for a while, then lets one through to see.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class CircuitBreaker
{
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly FailureClassifier _classifier;
    private readonly ResiliencePipeline _pipeline;

    /// <summary>Creates a closed breaker.</summary>
    /// <param name="endpoint">Name of the endpoint, for messages.</param>
    /// <param name="options">When it opens; null means the defaults. Not to be changed afterwards.</param>
    public CircuitBreaker(string endpoint, CircuitBreakerOptions? options = null)
    {
        Endpoint = Require.Text(endpoint, nameof(endpoint));
        options ??= new CircuitBreakerOptions();
        _classifier = options.Classifier;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = options.TimeProvider }.AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = options.FailureShare,
            MinimumThroughput = options.MinimumCalls,
            SamplingDuration = options.Window,
            BreakDuration = options.BreakDuration,
            StateProvider = _state,
            ShouldHandle = arguments => ValueTask.FromResult(IsFault(arguments)),
        }).Build();
    }

    /// <summary>Name of the endpoint.</summary>
    public string Endpoint { get; }

    /// <summary>Whether calls are refused at the moment.</summary>
    public bool IsOpen => _state.CircuitState is CircuitState.Open or CircuitState.Isolated;

    internal async ValueTask<T> CallAsync<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(static (call, token) => call(token), call, cancellationToken).ConfigureAwait(false);
        }
        catch (BrokenCircuitException open)
        {
            throw new CircuitOpenException(Endpoint, open.RetryAfter, open);
        }
    }

    private bool IsFault(CircuitBreakerPredicateArguments<object> arguments)
        => arguments.Outcome.Exception is { } exception
        && !arguments.Context.CancellationToken.IsCancellationRequested
        && _classifier.Classify(exception).Kind is FailureKind.ServerError or FailureKind.ConnectionLost or FailureKind.Timeout or FailureKind.UnreadableAnswer;
}
