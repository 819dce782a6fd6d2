using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Shares requests out among several endpoints by their weights, and goes on to the next one when one cannot take a request.</summary>
/// <remarks>
/// Who is asked first depends on seed and messages of the request alone, so that the same run asks the same endpoints. Who answered is the tag <c>aloe.endpoint</c> of the current activity.
/// A stream moves on only until its first update. Services are those of the first endpoint. Thread-safe if the clients are.
/// </remarks>
public sealed class RoutingChatClient : IChatClient
{
    private readonly IReadOnlyList<RoutingEndpoint> _endpoints;
    private readonly RoutingOptions _options;

    /// <summary>Creates a client; wrap it with <c>AsBuilder()</c> to go on.</summary>
    /// <param name="endpoints">At least one, with unique names.</param>
    /// <param name="options">When to go on to the next; null means the defaults.</param>
    /// <exception cref="ArgumentException">There is no endpoint, or two have the same name.</exception>
    public RoutingChatClient(IEnumerable<RoutingEndpoint> endpoints, RoutingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        _endpoints = [.. endpoints];
        _options = options ?? new RoutingOptions();
        if (_endpoints.Count == 0)
        {
            throw new ArgumentException("There must be at least one endpoint.", nameof(endpoints));
        }

        if (_endpoints.CountBy(endpoint => endpoint.Name).FirstOrDefault(name => name.Value > 1) is { Value: > 1 } duplicate)
        {
            throw new ArgumentException($"{duplicate.Value} endpoints are named '{duplicate.Key}'.", nameof(endpoints));
        }
    }

    /// <inheritdoc/>
    /// <exception cref="EndpointsExhaustedException">No endpoint took the request.</exception>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        return RouteAsync(list, options, client => new ValueTask<ChatResponse>(client.GetResponseAsync(list, options, cancellationToken)), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="EndpointsExhaustedException">No endpoint took the request.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var stream = await RouteAsync(
            list, options, client => OpenedStream.OpenAsync(client.GetStreamingResponseAsync(list, options, cancellationToken), cancellationToken), cancellationToken).ConfigureAwait(false);
        await foreach (var update in stream.ReadAsync().ConfigureAwait(false))
        {
            yield return update;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : _endpoints[0].Client.GetService(serviceType, serviceKey);
    }

    /// <summary>Disposes of the clients of all endpoints.</summary>
    public void Dispose()
    {
        foreach (var endpoint in _endpoints)
        {
            endpoint.Client.Dispose();
        }
    }

    private async Task<T> RouteAsync<T>(IReadOnlyList<ChatMessage> messages, ChatOptions? options, Func<IChatClient, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        var tried = new List<(string, Failure, Exception)>();
        foreach (var endpoint in Route.Of(_endpoints, messages, options))
        {
            try
            {
                var answer = await call(endpoint.Client).ConfigureAwait(false);
                Activity.Current?.SetTag("aloe.endpoint", endpoint.Name);
                return answer;
            }
            catch (Exception exception) when (_endpoints.Count > 1 && !cancellationToken.IsCancellationRequested)
            {
                var failure = _options.Classifier.Classify(exception);
                if (!_options.FailoverOn(exception, failure))
                {
                    throw;
                }

                tried.Add((endpoint.Name, failure, exception));
            }
        }

        throw new EndpointsExhaustedException(tried);
    }
}
