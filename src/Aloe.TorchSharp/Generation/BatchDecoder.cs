using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>Generates many replies at once, and keeps keys and values for conversations that are continued in the next call.</summary>
/// <remarks>
/// Sequences stand in the cache at the slots of their positions, so different lengths need no shifting. A row that has nothing to compute in a pass gets a padding token at a slot
/// behind all sequences, which nobody attends to. Rows that finished are moved behind those that go on, once there are enough of them to be worth it. Not thread-safe.
/// </remarks>
/// <param name="model">The model.</param>
/// <param name="tokenizer">Its tokenizer.</param>
/// <param name="moreEnds">Tokens that end a reply beside the end of the turn and those that the model's <c>config.json</c> names.</param>
internal sealed class BatchDecoder(DecoderModel model, ChatTokenizer tokenizer, IReadOnlyList<int>? moreEnds = null) : IDisposable
{
    private const int PrefillTokens = 4_096;

    private readonly HashSet<int> _ends = EndsOf(model, tokenizer, moreEnds);
    private readonly TokenSampler _sampler = new(model, tokenizer, EndsOf(model, tokenizer, moreEnds));
    private KeyValueCache? _cache;

    // By row of the cache: whose conversation it holds, and the tokens computed for it.
    private int[] _conversations = [];
    private List<int>[] _computed = [];

    /// <summary>Tokens of the prompts that the last call did not need to compute again.</summary>
    public long ReusedTokens { get; private set; }

    /// <summary>Completes every reply.</summary>
    /// <param name="replies">What to generate. Where a prompt begins like the conversation at the same place in the previous call, that part is not computed again.</param>
    /// <param name="sampling">How to draw.</param>
    /// <param name="onStep">Called after every token.</param>
    /// <param name="cancellationToken">Stops the generation.</param>
    public void Run(IReadOnlyList<Reply> replies, Sampling sampling, Action? onStep, CancellationToken cancellationToken)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        try
        {
            Prepare(replies);
            var active = replies.Count;
            var hidden = Prefill(replies, cancellationToken);
            while (true)
            {
                Draw(replies, active, hidden, sampling);
                hidden.Dispose();
                onStep?.Invoke();
                active = Compact(replies, active);
                if (active == 0)
                {
                    return;
                }

                cancellationToken.ThrowIfCancellationRequested();
                hidden = Step(replies, active);
            }
        }
        catch
        {
            Forget(); // Rows may be half written.
            throw;
        }
    }

    /// <summary>Frees the memory of the cache.</summary>
    public void Forget()
    {
        _cache?.Dispose();
        (_cache, _conversations, _computed) = (null, [], []);
    }

    public void Dispose()
    {
        Forget();
        _sampler.Dispose();
    }

    private void Prepare(IReadOnlyList<Reply> replies)
    {
        if (_cache?.Rows != replies.Count)
        {
            Forget();
            _cache = new KeyValueCache(model, replies.Count, Math.Min(replies.Max(reply => reply.Prompt.Length) + 64, model.Config.MaxPositions + 1));
            _conversations = [.. Enumerable.Range(0, replies.Count)];
            _computed = [.. replies.Select(_ => new List<int>())];
        }

        ReusedTokens = 0;
        for (var row = 0; row < _computed.Length; row++)
        {
            // The last token of the prompt is always computed: its hidden state predicts the reply.
            var reply = replies[_conversations[row]];
            var prompt = reply.Prompt;
            var common = Math.Min(_computed[row].Zip(prompt).TakeWhile(pair => pair.First == pair.Second).Count(), prompt.Length - 1);
            _computed[row].RemoveRange(common, _computed[row].Count - common);
            reply.ReusedTokens = common;
            ReusedTokens += common;
        }
    }

    /// <summary>Computes what is new in the prompts; gives the hidden state of the last token of each, [n, D].</summary>
    private Tensor Prefill(IReadOnlyList<Reply> replies, CancellationToken cancellationToken)
    {
        var rows = replies.Count;
        var starts = _computed.Select(tokens => tokens.Count).ToArray();
        var prompts = _conversations.Select(conversation => replies[conversation].Prompt).ToArray();
        var longest = Enumerable.Range(0, rows).Max(row => prompts[row].Length - starts[row]);
        var width = Math.Clamp(PrefillTokens / rows, 1, longest);
        _cache!.Length = prompts.Max(prompt => prompt.Length) + 1;
        var last = empty([rows, model.Config.HiddenSize], dtype: model.DType, device: model.Device);
        for (var from = 0; from < longest; from += width)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (tokens, positions) = (new long[rows * width], new long[rows * width]);
            var (ends, places) = (new List<long>(), new List<long>());
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < width; column++)
                {
                    var position = starts[row] + from + column;
                    var inside = position < prompts[row].Length;
                    tokens[(row * width) + column] = inside ? prompts[row][position] : tokenizer.Padding;
                    positions[(row * width) + column] = inside ? position : _cache.Length - 1;
                    if (position == prompts[row].Length - 1)
                    {
                        ends.Add(row);
                        places.Add((row * width) + column);
                    }
                }
            }

            var hidden = Forward(tokens, positions, rows);
            if (ends.Count > 0)
            {
                last.index_copy_(0, Index(ends), hidden.view(-1, model.Config.HiddenSize).index_select(0, Index(places)));
            }
        }

        for (var row = 0; row < rows; row++)
        {
            _computed[row].AddRange(prompts[row].AsSpan(starts[row]));
        }

        return last;
    }

    /// <summary>Computes the token drawn last for each of the first rows; gives its hidden state, [active, D].</summary>
    private Tensor Step(IReadOnlyList<Reply> replies, int active)
    {
        _cache!.Length = Enumerable.Range(0, active).Max(row => _computed[row].Count) + 2;
        var (tokens, positions) = (new long[active], new long[active]);
        for (var row = 0; row < active; row++)
        {
            var reply = replies[_conversations[row]];
            var goesOn = reply.Finish is null;
            tokens[row] = goesOn ? reply.Tokens[^1] : tokenizer.Padding;
            positions[row] = goesOn ? _computed[row].Count : _cache.Length - 1;
            if (goesOn)
            {
                _computed[row].Add(reply.Tokens[^1]);
            }
        }

        using var scope = NewDisposeScope();
        return Forward(tokens, positions, active).squeeze(1).MoveToOuterDisposeScope();
    }

    private Tensor Forward(long[] tokens, long[] positions, int rows)
        => model.Hidden(tensor(tokens, device: model.Device).view(rows, -1), tensor(positions, device: model.Device).view(rows, -1), mask: null, _cache);

    private void Draw(IReadOnlyList<Reply> replies, int active, Tensor hidden, Sampling sampling)
    {
        using var scope = NewDisposeScope();
        var running = Enumerable.Range(0, active).Select(row => replies[_conversations[row]]).ToArray();
        var uniforms = running.Select(reply => reply.Finish is null ? reply.NextUniform() : 0).ToArray();
        var tokens = _sampler.Next(model.Logits(hidden), sampling, uniforms);
        for (var row = 0; row < active; row++)
        {
            if (running[row].Finish is null)
            {
                running[row].Accept((int)tokens[row], tokenizer, _ends);
            }
        }
    }

    /// <summary>Moves finished rows behind the others, if they are an eighth or more. Returns how many rows the next pass must take.</summary>
    private int Compact(IReadOnlyList<Reply> replies, int active)
    {
        bool GoesOn(int row) => replies[_conversations[row]].Finish is null;
        var remaining = Enumerable.Range(0, active).Count(GoesOn);
        if (remaining == 0 || 8 * (active - remaining) < active)
        {
            return remaining == 0 ? 0 : active;
        }

        var holes = Enumerable.Range(0, remaining).Where(row => !GoesOn(row));
        var movers = Enumerable.Range(remaining, active - remaining).Where(GoesOn);
        var pairs = holes.Zip(movers).ToArray();
        _cache!.Permute([.. pairs, .. pairs.Select(pair => (pair.Second, pair.First))]);
        foreach (var (hole, mover) in pairs)
        {
            (_conversations[hole], _conversations[mover]) = (_conversations[mover], _conversations[hole]);
            (_computed[hole], _computed[mover]) = (_computed[mover], _computed[hole]);
        }

        return remaining;
    }

    private static HashSet<int> EndsOf(DecoderModel model, ChatTokenizer tokenizer, IReadOnlyList<int>? more) => [tokenizer.EndOfTurn, .. model.Config.EosTokenIds, .. more ?? []];

    private Tensor Index(List<long> indices) => tensor(indices, device: model.Device);
}
