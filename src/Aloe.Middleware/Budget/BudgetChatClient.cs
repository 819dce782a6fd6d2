using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Sends calls as long as a <see cref="Budget"/> allows them, and counts what they took.</summary>
/// <remarks>
/// Where a provider reports no usage, tokens are estimated and counted as such. A stream that is left or breaks off counts with what had come by then.
/// Failed calls count as failed and cost nothing. Thread-safe if the client within is.
/// </remarks>
public sealed class BudgetChatClient : DelegatingChatClient
{
    private readonly Budget _budget;
    private readonly string? _defaultModel;

    /// <summary>Wraps a client.</summary>
    /// <param name="innerClient">Whose calls are counted.</param>
    /// <param name="budget">The budget; shared by all clients of a run.</param>
    /// <param name="role">Under which name the calls are counted, such as <c>judge</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="role"/> is empty.</exception>
    public BudgetChatClient(IChatClient innerClient, Budget budget, string role)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(budget);
        _budget = budget;
        Role = Require.Text(role, nameof(role));
        _defaultModel = innerClient.GetService<ChatClientMetadata>()?.DefaultModelId;
    }

    /// <summary>Under which name the calls are counted.</summary>
    public string Role { get; }

    /// <inheritdoc/>
    /// <exception cref="BudgetExceededException">The budget does not allow the call.</exception>
    /// <exception cref="PriceTableException">The model has no price, and <see cref="BudgetOptions.UnknownModels"/> refuses such calls.</exception>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        using var call = Reserve(list, options);
        var response = await base.GetResponseAsync(list, options, cancellationToken).ConfigureAwait(false);
        Settle(call, response);
        return response;
    }

    /// <inheritdoc/>
    /// <exception cref="BudgetExceededException">The budget does not allow the call.</exception>
    /// <exception cref="PriceTableException">The model has no price, and <see cref="BudgetOptions.UnknownModels"/> refuses such calls.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        using var call = Reserve(list, options);
        var updates = new List<ChatResponseUpdate>();
        try
        {
            await foreach (var update in base.GetStreamingResponseAsync(list, options, cancellationToken).ConfigureAwait(false))
            {
                updates.Add(update);
                yield return update;
            }
        }
        finally
        {
            if (updates.Count > 0)
            {
                Settle(call, updates.ToChatResponse());
            }
        }
    }

    /// <summary>Told by a cache further out, whose hits do not come by here.</summary>
    internal void CountCacheHit(ChatOptions? options) => _budget.Hit(Role, Model(options));

    private string Model(ChatOptions? options) => options?.ModelId ?? _defaultModel ?? "";

    private ReservedCall Reserve(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var input = TokenEstimator.Input(messages, options, _budget.BytesPerToken);
        return _budget.Reserve(Role, Model(options), new TokenCounts(input, 0, options?.MaxOutputTokens ?? _budget.AssumedOutputTokens));
    }

    private void Settle(ReservedCall call, ChatResponse response)
    {
        if (response.IsCacheHit())
        {
            call.Hit();
            return;
        }

        var reported = TokenCounts.Of(response.Usage);
        var tokens = reported ?? call.Estimate with { Output = TokenEstimator.Output(response, _budget.BytesPerToken) };
        call.Settle(tokens, isEstimated: reported is null, response.ModelId);
    }
}
