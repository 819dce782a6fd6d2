using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Polly;

namespace Aloe.Middleware;

/// <summary>Makes calls again that failed for a reason that may pass, after waits that grow exponentially with jitter, or that the server asks for.</summary>
/// <remarks>
/// A stream is asked for again only until its first update: what the caller has seen is not taken back. Every retry is an event <c>aloe.retry</c> of the current activity.
/// Thread-safe if the client within is. Found in a pipeline by <c>client.GetService&lt;RetryChatClient&gt;()</c>.
/// </remarks>
public sealed class RetryChatClient : DelegatingChatClient
{
    private readonly RetryCounters _counters = new();
    private readonly FailureClassifier _classifier;
    private readonly ResiliencePipeline _pipeline;

    /// <summary>Wraps a client.</summary>
    /// <param name="innerClient">The client whose failures are retried; its own retries should be switched off.</param>
    /// <param name="options">How; null means the defaults. Not to be changed afterwards.</param>
    public RetryChatClient(IChatClient innerClient, RetryOptions? options = null)
        : base(innerClient)
    {
        options ??= new RetryOptions();
        _classifier = options.Classifier;
        _pipeline = RetryPipeline.Create(options, _counters);
    }

    /// <summary>What was done so far; a snapshot.</summary>
    public RetryStatistics Statistics => _counters.Snapshot();

    /// <inheritdoc/>
    /// <exception cref="RetriesExhaustedException">There was more than one attempt, and the last one failed too. A call that fails for good on its first attempt throws what the client within threw.</exception>
    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        IReadOnlyList<ChatMessage> list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        return AttemptAsync(token => new ValueTask<ChatResponse>(base.GetResponseAsync(list, options, token)), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="RetriesExhaustedException">There was more than one attempt, and none brought a first update.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        IReadOnlyList<ChatMessage> list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var stream = await AttemptAsync(_ => OpenedStream.OpenAsync(base.GetStreamingResponseAsync(list, options, cancellationToken), cancellationToken), cancellationToken).ConfigureAwait(false);
        await foreach (var update in stream.ReadAsync().ConfigureAwait(false))
        {
            yield return update;
        }
    }

    private async Task<T> AttemptAsync<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        _counters.Called();
        var attempts = new List<RetryAttempt>();
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(RetryPipeline.Attempts, attempts);
        try
        {
            return await _pipeline.ExecuteAsync(static (context, call) => call(context.CancellationToken), context, call).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            _counters.GaveUp();
            if (attempts.Count == 0)
            {
                throw;
            }

            throw new RetriesExhaustedException(attempts, _classifier.Classify(failure), failure);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
