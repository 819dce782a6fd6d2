using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Aloe.Torch;

/// <summary>One decoder layer: attention, then feed-forward, each on the normalised residual stream.</summary>
internal sealed class DecoderLayer(DecoderConfig config, int index, IReadOnlyDictionary<string, Parameter> weights)
{
    private readonly Parameter _attentionNorm = weights[DecoderNames.Layer(index, "input_layernorm")];
    private readonly Projection _query = new(weights[DecoderNames.Layer(index, "self_attn.q_proj")]);
    private readonly Projection _key = new(weights[DecoderNames.Layer(index, "self_attn.k_proj")]);
    private readonly Projection _value = new(weights[DecoderNames.Layer(index, "self_attn.v_proj")]);
    private readonly Projection _output = new(weights[DecoderNames.Layer(index, "self_attn.o_proj")]);
    private readonly Parameter _feedForwardNorm = weights[DecoderNames.Layer(index, "post_attention_layernorm")];
    private readonly Projection _gate = new(weights[DecoderNames.Layer(index, "mlp.gate_proj")]);
    private readonly Projection _up = new(weights[DecoderNames.Layer(index, "mlp.up_proj")]);
    private readonly Projection _down = new(weights[DecoderNames.Layer(index, "mlp.down_proj")]);

    /// <summary>[B, T, D] → [B, T, D].</summary>
    public Tensor Forward(Tensor x, AttentionInput attention)
    {
        using var scope = NewDisposeScope();
        x = x.Plus(Attend(RmsNorm.Apply(x, _attentionNorm, config.RmsNormEpsilon), attention));
        x = x.Plus(FeedForward(RmsNorm.Apply(x, _feedForwardNorm, config.RmsNormEpsilon)));
        return x.MoveToOuterDisposeScope();
    }

    private Tensor FeedForward(Tensor x)
    {
        // Without a gradient nobody needs the intermediate values: fresh memory for each costs as much as the arithmetic.
        var inPlace = !is_grad_enabled();
        var gate = silu(_gate.Apply(x), inPlace);
        var up = _up.Apply(x);
        return _down.Apply(inPlace ? gate.mul_(up) : gate * up);
    }

    private Tensor Attend(Tensor x, AttentionInput attention)
    {
        var (rows, length) = (x.shape[0], x.shape[1]);
        var query = RotaryEmbedding.Apply(Split(_query.Apply(x), config.Heads), attention.Cos, attention.Sin);
        var key = RotaryEmbedding.Apply(Split(_key.Apply(x), config.KeyValueHeads), attention.Cos, attention.Sin);
        var value = Split(_value.Apply(x), config.KeyValueHeads);
        var mixed = attention.Cache is { } cache
            ? AttendCached(query, cache.Append(index, key, value), attention.Blocks[0])
            : AttendRow(query, key, value, attention.Blocks);
        return _output.Apply(mixed.transpose(1, 2).reshape(rows, length, config.Heads * config.HeadSize));

        Tensor Split(Tensor projected, int heads) => projected.view(rows, length, heads, config.HeadSize).transpose(1, 2);
    }

    /// <summary>The query heads that share keys become further query rows, so that the cache is not copied.</summary>
    private Tensor AttendCached(Tensor query, (Tensor Keys, Tensor Values) cached, AttentionBlock block)
    {
        var grouped = query.reshape(query.shape[0], config.KeyValueHeads, -1, config.HeadSize);
        return scaled_dot_product_attention(grouped, cached.Keys, cached.Values, block.Mask).reshape(query.shape);
    }

    private Tensor AttendRow(Tensor query, Tensor key, Tensor value, IReadOnlyList<AttentionBlock> blocks)
    {
        (key, value) = (ForEveryHead(key), ForEveryHead(value));
        var mixed = blocks.Select(block => scaled_dot_product_attention(
            query.narrow(2, block.Start, block.Length), key.narrow(2, block.KeyStart, block.Keys), value.narrow(2, block.KeyStart, block.Keys), block.Mask)).ToArray();
        return mixed.Length == 1 ? mixed[0] : cat(mixed, 2);
    }

    private Tensor ForEveryHead(Tensor shared)
    {
        var groups = config.Heads / config.KeyValueHeads;
        var (rows, length) = (shared.shape[0], shared.shape[2]);
        return groups == 1 ? shared : shared.unsqueeze(2).expand(rows, config.KeyValueHeads, groups, length, config.HeadSize).reshape(rows, config.Heads, length, config.HeadSize);
    }

    /// <summary>The projections under their Hugging Face names within the layer.</summary>
    public IEnumerable<(string Part, Projection Projection)> Projections =>
    [
        ("self_attn.q_proj", _query), ("self_attn.k_proj", _key), ("self_attn.v_proj", _value), ("self_attn.o_proj", _output),
        ("mlp.gate_proj", _gate), ("mlp.up_proj", _up), ("mlp.down_proj", _down),
    ];
}
