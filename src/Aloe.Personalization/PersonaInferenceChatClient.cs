using System.Runtime.CompilerServices;
using Aloe.Prompts;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aloe.Personalization;

/// <summary>Gets to know its users: after each reply an inducer works out from the conversation who the user is, and before the next the model is told. Source: the preferred responder of Wu et al., COLING 2025.</summary>
/// <remarks>
/// <para>The hint is a system message after the ones with which the conversation begins, which stay as they are. A request without a user (<see cref="PersonaInferenceOptions.UserOf"/>) goes on as it is, and nothing is inferred or stored.</para>
/// <para>
/// The inducer runs after the reply, or after the end of a stream, and sees only what user and assistant have said in this conversation, and the picture so far. Its failures, and those of the store, are logged without any text
/// and counted; no caller sees them. A call that fails, or a stream that is left, is not looked at.
/// </para>
/// <para>Thread-safe if the clients and the store are. One client for a store: <see cref="ForgetAsync"/> knows only of its own client's work. <see cref="DisposeAsync"/> lets the work end, <c>Dispose</c> gives it up.</para>
/// </remarks>
public sealed class PersonaInferenceChatClient : DelegatingChatClient, IAsyncDisposable
{
    private readonly IPersonaStore _store;
    private readonly PersonaInferenceOptions _options;
    private readonly PictureBounds _bounds;
    private readonly InferenceQueue _queue;
    private readonly InferenceCounters _counters = new();
    private readonly ILogger _logger;

    /// <summary>Wraps a client.</summary>
    /// <param name="innerClient">Who answers.</param>
    /// <param name="inducer">Who works out what the user is like; disposed by you.</param>
    /// <param name="store">Where pictures are kept; disposed by you.</param>
    /// <param name="options">How; null means the defaults.</param>
    /// <param name="logger">Is told of failures; null tells nobody.</param>
    public PersonaInferenceChatClient(
        IChatClient innerClient, IChatClient inducer, IPersonaStore store, PersonaInferenceOptions? options = null, ILogger<PersonaInferenceChatClient>? logger = null)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(inducer);
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _options = options ?? new PersonaInferenceOptions();
        _bounds = new PictureBounds(_options);
        _logger = logger ?? NullLogger<PersonaInferenceChatClient>.Instance;
        _queue = new InferenceQueue(new PictureUpdate(inducer, store, _bounds, _options, _counters, _logger), _options, _counters, _logger);
    }

    /// <summary>What it did so far.</summary>
    public PersonaInferenceStatistics Statistics => _counters.Snapshot();

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> list = [.. messages];
        if (UserOf(list, options) is not { } user)
        {
            return await base.GetResponseAsync(list, options.WithoutUser(), cancellationToken).ConfigureAwait(false);
        }

        using var turn = _queue.Enter(user);
        var hinted = await WithHintAsync(list, user, cancellationToken).ConfigureAwait(false);
        var response = await base.GetResponseAsync(hinted, options.WithoutUser(), cancellationToken).ConfigureAwait(false);
        Post(turn, list, response);
        return response;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> list = [.. messages];
        if (UserOf(list, options) is not { } user)
        {
            await foreach (var update in base.GetStreamingResponseAsync(list, options.WithoutUser(), cancellationToken).ConfigureAwait(false))
            {
                yield return update;
            }

            yield break;
        }

        using var turn = _queue.Enter(user);
        var hinted = await WithHintAsync(list, user, cancellationToken).ConfigureAwait(false);
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in base.GetStreamingResponseAsync(hinted, options.WithoutUser(), cancellationToken).ConfigureAwait(false))
        {
            updates.Add(update);
            yield return update;
        }

        Post(turn, list, updates.ToChatResponse());
    }

    /// <summary>Deletes what is known of a user. Inferences under way or waiting, and requests not yet answered, write nothing of them any more.</summary>
    /// <remarks>A conversation that goes on is read anew with its next reply, from all the messages that the request holds.</remarks>
    /// <param name="user">Id of the user.</param>
    /// <param name="cancellationToken">Stops the call; the picture may then still be there.</param>
    public Task ForgetAsync(string user, CancellationToken cancellationToken = default)
        => _queue.ForgetAsync(Require.Text(user, nameof(user)), () => _store.ForgetAsync(user, cancellationToken), cancellationToken);

    /// <summary>Waits until what a user said in answered requests has been looked at, with or without success.</summary>
    /// <param name="user">Id of the user.</param>
    /// <param name="cancellationToken">Stops the waiting, not the work.</param>
    public Task FlushAsync(string user, CancellationToken cancellationToken = default) => _queue.FlushAsync(Require.Text(user, nameof(user)), cancellationToken);

    /// <summary>Waits the same for all users.</summary>
    /// <param name="cancellationToken">Stops the waiting, not the work.</param>
    public Task DrainAsync(CancellationToken cancellationToken = default) => _queue.DrainAsync(cancellationToken);

    /// <summary>Takes in no more, waits for the work under way, then disposes of the inner client.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _queue.DrainAsync(CancellationToken.None).ConfigureAwait(false);
        Dispose();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _queue.Dispose();
        }

        base.Dispose(disposing);
    }

    private string? UserOf(IReadOnlyList<ChatMessage> messages, ChatOptions? options) => _options.UserOf(messages, options) is { } user && !string.IsNullOrWhiteSpace(user) ? user : null;

    private async Task<IReadOnlyList<ChatMessage>> WithHintAsync(IReadOnlyList<ChatMessage> messages, string user, CancellationToken cancellationToken)
    {
        if (_options.WaitForInference)
        {
            await _queue.FlushAsync(user, cancellationToken).ConfigureAwait(false);
        }

        if (PromptSet.Known(await KnownAsync(user, cancellationToken).ConfigureAwait(false)) is not { Length: > 0 } known)
        {
            return messages;
        }

        var hint = new ChatMessage(ChatRole.System, PromptSet.Fill(_options.Prompts.PersonaHint, ("revealed", known)));
        var own = messages.TakeWhile(message => message.Role == ChatRole.System).Count();
        return [.. messages.Take(own), hint, .. messages.Skip(own)];
    }

    private async Task<RevealedPersona> KnownAsync(string user, CancellationToken cancellationToken)
    {
        try
        {
            var picture = await _store.GetAsync(user, cancellationToken).ConfigureAwait(false);
            return picture is null ? RevealedPersona.Nothing : _bounds.Apply(picture.Revealed);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            _counters.UnreadPicture();
            _logger.PictureUnread(failure.GetType().Name);
            return RevealedPersona.Nothing;
        }
    }

    private void Post(UserTurn turn, IReadOnlyList<ChatMessage> messages, ChatResponse response)
    {
        var dialogue = SpokenDialogue.Of(messages.Concat(response.Messages), _options);
        if (dialogue.Any(message => message.Role == DialogueRole.User))
        {
            turn.Post(dialogue);
        }
    }
}
