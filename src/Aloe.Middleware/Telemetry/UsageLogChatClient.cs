using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Aloe.Middleware;

/// <summary>Writes a line for every call: role, model, tokens, duration, finish reason. Prompts and answers only when asked for.</summary>
/// <remarks>Answers at level Debug, failures at Warning, cancelled calls at Debug. A stream is written when it ends or is left. Thread-safe if the client within is.</remarks>
public sealed class UsageLogChatClient : DelegatingChatClient
{
    private readonly ILogger _logger;
    private readonly string _role;
    private readonly UsageLogOptions _options;
    private readonly string? _defaultModel;

    /// <summary>Wraps a client.</summary>
    /// <param name="innerClient">Whose calls are written.</param>
    /// <param name="logger">Where to.</param>
    /// <param name="role">Who calls, such as <c>judge</c>.</param>
    /// <param name="options">What is written; null means the defaults.</param>
    /// <exception cref="ArgumentException"><paramref name="role"/> is empty.</exception>
    public UsageLogChatClient(IChatClient innerClient, ILogger logger, string role, UsageLogOptions? options = null)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(logger);
        _logger = logger;
        _role = Require.Text(role, nameof(role));
        _options = options ?? new UsageLogOptions();
        _defaultModel = innerClient.GetService<ChatClientMetadata>()?.DefaultModelId;
    }

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var start = _options.TimeProvider.GetTimestamp();
        try
        {
            var response = await base.GetResponseAsync(list, options, cancellationToken).ConfigureAwait(false);
            WriteAnswer(list, options, response, start);
            return response;
        }
        catch (Exception failure)
        {
            WriteFailure(options, failure, start);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var start = _options.TimeProvider.GetTimestamp();
        var updates = new List<ChatResponseUpdate>();
        var hasFailed = false;
        await using var stream = base.GetStreamingResponseAsync(list, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (true)
            {
                try
                {
                    if (!await stream.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }
                }
                catch (Exception failure)
                {
                    hasFailed = true;
                    WriteFailure(options, failure, start);
                    throw;
                }

                updates.Add(stream.Current);
                yield return stream.Current;
            }
        }
        finally
        {
            if (!hasFailed)
            {
                WriteAnswer(list, options, updates.ToChatResponse(), start);
            }
        }
    }

    private void WriteAnswer(IReadOnlyList<ChatMessage> messages, ChatOptions? options, ChatResponse response, long start)
    {
        var model = options?.ModelId ?? _defaultModel;
        _logger.Answered(_role, model, response.Usage?.InputTokenCount, response.Usage?.OutputTokenCount, Since(start), response.FinishReason?.Value, response.IsCacheHit());
        if (_options.IncludeContent && _logger.IsEnabled(LogLevel.Trace))
        {
            _logger.Content(_role, model, string.Join('\n', messages.Select(message => $"{message.Role}: {message.Text}")), response.Text);
        }
    }

    private void WriteFailure(ChatOptions? options, Exception failure, long start)
    {
        var model = options?.ModelId ?? _defaultModel;
        if (failure is OperationCanceledException)
        {
            _logger.Cancelled(_role, model, Since(start));
            return;
        }

        // The text of an error may repeat the prompt.
        _logger.Failed(_options.IncludeContent ? failure : null, _role, model, failure.GetType().Name, Since(start));
    }

    private double Since(long start) => _options.TimeProvider.GetElapsedTime(start).TotalMilliseconds;
}
