using System.Diagnostics;
using Polly;
using Polly.Retry;

namespace Aloe.Middleware;

/// <summary>The options as a pipeline of Polly. The attempts of a call are collected in its context.</summary>
internal sealed class RetryPipeline
{
    public static readonly ResiliencePropertyKey<List<RetryAttempt>> Attempts = new("aloe.attempts");
    private readonly RetryOptions _options;
    private readonly RetryCounters _counters;
    private readonly Random _random;
    private readonly Lock _drawing = new();

    private RetryPipeline(RetryOptions options, RetryCounters counters)
    {
        _options = options;
        _counters = counters;
        _random = options.JitterSeed is { } seed ? new Random(seed) : new Random();
    }

    public static ResiliencePipeline Create(RetryOptions options, RetryCounters counters)
    {
        var retry = new RetryPipeline(options, counters);
        return new ResiliencePipelineBuilder { TimeProvider = options.TimeProvider }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = options.MaxRetries,
            Delay = options.BaseDelay,
            MaxDelay = options.MaxDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Randomizer = retry.Draw,
            ShouldHandle = arguments => ValueTask.FromResult(retry.IsWorthIt(arguments)),
            DelayGenerator = arguments => ValueTask.FromResult(retry.AskedWait(arguments)),
            OnRetry = retry.OnRetry,
        }).Build();
    }

    private bool IsWorthIt(RetryPredicateArguments<object> arguments)
        => arguments.Outcome.Exception is { } exception
        && !arguments.Context.CancellationToken.IsCancellationRequested
        && _options.Classifier.Classify(exception) is { IsTransient: true } failure
        && !(failure.RetryAfter > _options.MaxRetryAfter);

    /// <summary>Null leaves the wait to the backoff.</summary>
    private TimeSpan? AskedWait(RetryDelayGeneratorArguments<object> arguments)
        => _options.Classifier.Classify(arguments.Outcome.Exception!).RetryAfter is { } asked ? asked * (1 + (0.1 * Draw())) : null;

    private ValueTask OnRetry(OnRetryArguments<object> arguments)
    {
        var exception = arguments.Outcome.Exception!;
        var attempt = new RetryAttempt(arguments.AttemptNumber + 1, arguments.RetryDelay, _options.Classifier.Classify(exception), exception);
        arguments.Context.Properties.GetValue(Attempts, []).Add(attempt);
        _counters.Retried(attempt);
        AloeTelemetry.Retried(attempt.Failure.Kind.ToString());
        Activity.Current?.AddEvent(new ActivityEvent("aloe.retry", tags: new ActivityTagsCollection
        {
            ["aloe.retry.attempt"] = attempt.Number,
            ["aloe.retry.delay"] = attempt.Delay.TotalSeconds,
            ["error.type"] = attempt.Failure.Kind.ToString(),
        }));
        _options.OnRetry?.Invoke(attempt);
        return ValueTask.CompletedTask;
    }

    private double Draw()
    {
        lock (_drawing)
        {
            return _random.NextDouble();
        }
    }
}
