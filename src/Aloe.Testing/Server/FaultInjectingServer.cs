using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.AI;

namespace Aloe.Testing;

/// <summary>
/// An HTTP server on loopback that speaks OpenAI's chat completions, streaming included, answers through any chat client and fails on purpose, the same way for the same seed.
/// Its counts show what a caller made of that: what was answered, what failed, and whether anything answered was asked again.
/// </summary>
/// <remarks>
/// Requests are the same if their bodies are. A request is answered once a full, valid response has been sent to a caller that was still there. Thread-safe.
/// Serves <c>POST /v1/chat/completions</c>; any key is accepted.
/// </remarks>
public sealed class FaultInjectingServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ChatCompletionEndpoint _endpoint;

    private FaultInjectingServer(WebApplication app, ChatCompletionEndpoint endpoint)
    {
        _app = app;
        _endpoint = endpoint;
        Endpoint = new Uri($"{app.Urls.First()}/v1");
    }

    /// <summary>Base address for clients, with a port that was free.</summary>
    public Uri Endpoint { get; }

    /// <summary>What became of every distinct request, in no order; a snapshot, in which the last calls may still be under way.</summary>
    public IReadOnlyList<ServedRequest> Requests => _endpoint.Ledger.Requests;

    /// <summary>Faults injected so far, by kind; a snapshot.</summary>
    public IReadOnlyDictionary<FaultKind, int> Faults => _endpoint.Ledger.Faults;

    /// <summary>Calls that are stalled at this moment.</summary>
    public int Stalled => _endpoint.Stalled;

    /// <summary>Starts a server whose models all answer through one client.</summary>
    /// <param name="client">Who answers; not disposed with the server.</param>
    /// <param name="faults">Which faults; null means the defaults: one call in five.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static Task<FaultInjectingServer> StartAsync(IChatClient client, FaultOptions? faults = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return StartAsync(_ => client, faults, cancellationToken);
    }

    /// <summary>Starts a server with a client for each model.</summary>
    /// <param name="models">Who answers, by the name of the model; null for a model that does not exist, which is answered with status 404.</param>
    /// <param name="faults">Which faults; null means the defaults: one call in five.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<FaultInjectingServer> StartAsync(Func<string, IChatClient?> models, FaultOptions? faults = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(models);

        // The empty builder reads no settings from files or the environment and logs nothing.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var app = builder.Build();
        var endpoint = new ChatCompletionEndpoint(models, faults ?? new FaultOptions(), app.Lifetime.ApplicationStopping);
        app.Run(endpoint.ServeAsync);
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        return new FaultInjectingServer(app, endpoint);
    }

    /// <summary>Ends stalled calls, waits for the others under way and takes no new ones: from then on the counts are final.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    /// <summary>Stops the server.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
