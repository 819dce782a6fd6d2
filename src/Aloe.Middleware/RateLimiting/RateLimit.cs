using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Requests and tokens per minute of one endpoint, shared by every client that calls it.</summary>
/// <remarks>
/// Tokens are estimated before a call and corrected by the usage that its answer reports; a call that fails keeps its estimate, because providers count such calls too. Calls go in the order of their arrival. Thread-safe.
/// </remarks>
public sealed class RateLimit
{
    private readonly RateLimitOptions _options;
    private readonly TokenBucket? _requests;
    private readonly TokenBucket? _tokens;

    /// <summary>Creates a limit of which nothing has been used.</summary>
    /// <param name="endpoint">Name of the endpoint, for messages.</param>
    /// <param name="options">The limits. Not to be changed afterwards.</param>
    public RateLimit(string endpoint, RateLimitOptions options)
    {
        Endpoint = Require.Text(endpoint, nameof(endpoint));
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _requests = Bucket(options.RequestsPerMinute);
        _tokens = Bucket(options.TokensPerMinute);
    }

    /// <summary>Name of the endpoint.</summary>
    public string Endpoint { get; }

    /// <summary>Waits for the permits of a call.</summary>
    /// <returns>Tokens that were taken for it.</returns>
    /// <exception cref="RateLimitReachedException">The wait is too long.</exception>
    internal async ValueTask<long> AcquireAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var tokens = _tokens is null ? 0 : _options.CountTokens(messages) + (options?.MaxOutputTokens ?? _options.ExpectedOutputTokens);
        var forRequest = _requests?.Take(1) ?? TimeSpan.Zero;
        var forTokens = _tokens?.Take(tokens) ?? TimeSpan.Zero;
        var wait = forRequest > forTokens ? forRequest : forTokens;
        try
        {
            if (wait > _options.MaxWait)
            {
                throw new RateLimitReachedException(Endpoint, wait);
            }

            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }

            return tokens;
        }
        catch
        {
            _requests?.Return(1);
            _tokens?.Return(tokens);
            throw;
        }
    }

    /// <summary>Puts the usage in the place of the estimate, if there is one.</summary>
    internal void Correct(long taken, UsageDetails? usage)
    {
        if ((usage?.TotalTokenCount ?? usage?.InputTokenCount + usage?.OutputTokenCount) is { } used)
        {
            _tokens?.Return(taken - used);
        }
    }

    private TokenBucket? Bucket(int? perMinute) => perMinute is { } count ? new TokenBucket(count, _options.Burst, _options.TimeProvider) : null;
}
