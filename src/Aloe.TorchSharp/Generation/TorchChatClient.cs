using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Torch;

/// <summary>A chat client over a local model.</summary>
/// <remarks>
/// <para>
/// Honours <see cref="ChatOptions.Temperature"/> (default 1; 0 takes the best token), <see cref="ChatOptions.TopP"/>, <see cref="ChatOptions.TopK"/>, <see cref="ChatOptions.MaxOutputTokens"/> (default 256),
/// <see cref="ChatOptions.Seed"/>, <see cref="ChatOptions.StopSequences"/> and <see cref="ChatOptions.Instructions"/>. <see cref="ChatOptions.Tools"/>, <see cref="ChatOptions.ResponseFormat"/> other than text, penalties and
/// <see cref="ChatOptions.ConversationId"/> are refused with a <see cref="NotSupportedException"/>; other options have no effect. The defaults are these whatever <c>generation_config.json</c> suggests, so that replies do not depend on a file
/// that is easily overlooked; only the tokens that end a reply are taken from there. With a seed the same call gives the same reply on the same machine;
/// without one every call differs. A reply depends on its own conversation, the seed and its place in the batch; on the rest of the batch only through the rounding of sums.
/// </para>
/// <para>
/// A call whose conversations, one or many, continue those of the call before computes only what is new; the usage says how many tokens of the prompt were at hand. Calls for other conversations in between, or batches of more than 128, start anew. A conversation that would not leave room for the reply loses its oldest turns.
/// Thread-safe; one generation runs at a time.
/// </para>
/// </remarks>
public sealed class TorchChatClient : IBatchChatClient
{
    private const int DefaultReplyTokens = 256;

    /// <summary>Larger batches are cut: beyond this size a step takes longer in proportion.</summary>
    private const int MaxBatch = 128;

    private readonly DecoderModel _model;
    private readonly ChatTokenizer _tokenizer;
    private readonly BatchDecoder _decoder;
    private readonly ChatClientMetadata _metadata;
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>A client over a model that is loaded already.</summary>
    /// <param name="model">The model; the client disposes it.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="modelId">Name of the model in responses.</param>
    /// <exception cref="ArgumentException">The tokenizer has tokens that the model does not know.</exception>
    public TorchChatClient(DecoderModel model, ChatTokenizer tokenizer, string modelId)
        : this(model, tokenizer, modelId, [])
    {
    }

    private TorchChatClient(DecoderModel model, ChatTokenizer tokenizer, string modelId, IReadOnlyList<int> ends)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (tokenizer.VocabularySize > model.Config.VocabularySize)
        {
            throw new ArgumentException($"The tokenizer has {tokenizer.VocabularySize} tokens, the model {modelId} only {model.Config.VocabularySize}.", nameof(tokenizer));
        }

        (_model, _tokenizer) = (model, tokenizer);
        _decoder = new BatchDecoder(model, tokenizer, ends);
        _metadata = new ChatClientMetadata("aloe.torch", defaultModelId: modelId);
    }

    /// <summary>Loads a model folder in Hugging Face form, or an adapter together with the base model that it names.</summary>
    /// <param name="modelFolder">Holds <c>config.json</c>, <c>model.safetensors</c> or its shards, <c>tokenizer.json</c> and <c>tokenizer_config.json</c>; or an adapter with its tokenizer.</param>
    /// <param name="device"><c>cpu</c>, <c>cuda</c> or <c>auto</c>. On a GPU the model runs in bfloat16, on the CPU in float32.</param>
    /// <param name="format">How conversations are written; null to go by the chat template.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or not supported.</exception>
    /// <exception cref="TorchUnavailableException">libtorch or the device is not available.</exception>
    public static TorchChatClient Load(string modelFolder, string device = "auto", ChatFormat? format = null)
    {
        ArgumentNullException.ThrowIfNull(modelFolder);
        ArgumentNullException.ThrowIfNull(device);
        var target = TorchRuntime.ParseDevice(device);
        var tokenizer = ChatTokenizer.Load(modelFolder, format);
        var ends = GenerationConfig.Load(modelFolder)?.EosTokenIds ?? [];
        var model = DecoderModel.Load(modelFolder, target, TorchRuntime.InferenceType(target));
        try
        {
            return new TorchChatClient(model, tokenizer, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(modelFolder))), ends);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var responses = await GetResponsesAsync([[.. messages]], options, cancellationToken).ConfigureAwait(false);
        return responses[0];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ChatResponse>> GetResponsesAsync(
        IReadOnlyList<IReadOnlyList<ChatMessage>> conversations, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conversations);
        var (sampling, replies) = Begin(conversations, options);
        await GenerateAsync(replies, sampling, onStep: null, cancellationToken).ConfigureAwait(false);
        return [.. replies.Select(Response)];
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var (sampling, replies) = Begin([[.. messages]], options);
        var reply = replies[0];
        var pieces = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var generation = Task.Run(
            async () =>
            {
                try
                {
                    await GenerateAsync(replies, sampling, () => pieces.Writer.TryWrite(reply.Text.Take(reply.Finish is not null)), stop.Token).ConfigureAwait(false);
                    pieces.Writer.Complete();
                }
                catch (Exception e)
                {
                    pieces.Writer.Complete(e);
                }
            },
            CancellationToken.None);
        try
        {
            await foreach (var piece in pieces.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                if (piece.Length > 0)
                {
                    yield return new ChatResponseUpdate(ChatRole.Assistant, piece) { ModelId = _metadata.DefaultModelId };
                }
            }

            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(Usage(reply))]) { ModelId = _metadata.DefaultModelId, FinishReason = reply.Finish };
        }
        finally
        {
            // A caller that stops reading stops the generation too.
            await stop.CancelAsync().ConfigureAwait(false);
            await generation.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Frees the model. No call may be running.</summary>
    public void Dispose()
    {
        _decoder.Dispose();
        _model.Dispose();
        _gate.Dispose();
    }

    private (Sampling Sampling, Reply[] Replies) Begin(IReadOnlyList<IReadOnlyList<ChatMessage>> conversations, ChatOptions? options)
    {
        var sampling = Sampling.From(options);
        var maxTokens = Require.AtLeast(options?.MaxOutputTokens ?? DefaultReplyTokens, 1, nameof(ChatOptions.MaxOutputTokens));
        var stops = options?.StopSequences?.Where(sequence => sequence.Length > 0).ToArray() ?? [];
        var seed = options?.Seed ?? Random.Shared.NextInt64();
        var positions = _model.Config.MaxPositions;
        var room = positions - Math.Min(maxTokens, positions / 4);
        return (sampling, [.. conversations.Select((conversation, index) =>
        {
            var prompt = Prompt.Build(conversation, options?.Instructions, _tokenizer, room);
            return new Reply(prompt, Math.Min(maxTokens, positions - prompt.Length), SeededRandom.For(seed, $"{index}"), stops);
        })]);
    }

    private async Task GenerateAsync(Reply[] replies, Sampling sampling, Action? onStep, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.Run(
                () =>
                {
                    foreach (var batch in replies.Chunk(MaxBatch))
                    {
                        _decoder.Run(batch, sampling, onStep, cancellationToken);
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private ChatResponse Response(Reply reply) => new(new ChatMessage(ChatRole.Assistant, reply.Text.ToString()))
    {
        ModelId = _metadata.DefaultModelId,
        FinishReason = reply.Finish,
        Usage = Usage(reply),
    };

    private static UsageDetails Usage(Reply reply) => new()
    {
        InputTokenCount = reply.Prompt.Length,
        CachedInputTokenCount = reply.ReusedTokens,
        OutputTokenCount = reply.Tokens.Count,
        TotalTokenCount = reply.Prompt.Length + reply.Tokens.Count,
    };
}
