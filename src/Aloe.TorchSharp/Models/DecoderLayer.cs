using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Aloe.Torch;

/// <summary>One decoder layer: attention, then feed-forward, each on the normalised residual stream.</summary>
internal sealed class DecoderLayer(DecoderConfig config, int index, IReadOnlyDictionary<string, Parameter> weights)
{
    private readonly Norm _attentionNorm = ResidualNorm(config, weights, index, "input_layernorm");
    private readonly Projection _query = Linear(weights, index, "self_attn.q_proj");
    private readonly Projection _key = Linear(weights, index, "self_attn.k_proj");
    private readonly Projection _value = Linear(weights, index, "self_attn.v_proj");
    private readonly Norm? _queryNorm = HeadNorm(config, weights, index, "self_attn.q_norm");
    private readonly Norm? _keyNorm = HeadNorm(config, weights, index, "self_attn.k_norm");
    private readonly Projection _output = Linear(weights, index, "self_attn.o_proj");
    private readonly Norm _feedForwardNorm = ResidualNorm(config, weights, index, "post_attention_layernorm");
    private readonly Projection _gate = Linear(weights, index, "mlp.gate_proj");
    private readonly Projection _up = Linear(weights, index, "mlp.up_proj");
    private readonly Projection _down = Linear(weights, index, "mlp.down_proj");

    /// <summary>[B, T, D] → [B, T, D].</summary>
    public Tensor Forward(Tensor x, AttentionInput attention)
    {
        using var scope = NewDisposeScope();
        x = x.Plus(Attend(_attentionNorm.Apply(x), attention));
        x = x.Plus(FeedForward(_feedForwardNorm.Apply(x)));
        return x.MoveToOuterDisposeScope();
    }

    private static Projection Linear(IReadOnlyDictionary<string, Parameter> weights, int index, string part)
        => new(weights[DecoderNames.Layer(index, part)], weights.GetValueOrDefault(DecoderNames.Bias(index, part)));

    private static Norm ResidualNorm(DecoderConfig config, IReadOnlyDictionary<string, Parameter> weights, int index, string part)
        => new(weights.GetValueOrDefault(DecoderNames.Layer(index, part)), config.NormEpsilon);

    private static Norm? HeadNorm(DecoderConfig config, IReadOnlyDictionary<string, Parameter> weights, int index, string part)
        => config.QueryKeyNorm ? new(weights[DecoderNames.Layer(index, part)], config.NormEpsilon) : null;

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
        var query = RotaryEmbedding.Apply(Heads(_query, config.Heads, _queryNorm), attention.Cos, attention.Sin);
        var key = RotaryEmbedding.Apply(Heads(_key, config.KeyValueHeads, _keyNorm), attention.Cos, attention.Sin);
        var value = Heads(_value, config.KeyValueHeads, norm: null);
        var blocks = config.HasWindow(index) ? attention.WindowBlocks : attention.Blocks;
        var mixed = attention.Cache is { } cache
            ? AttendCached(query, cache.Append(index, key, value), blocks[0])
            : AttendRow(query, key, value, blocks);
        return _output.Apply(mixed.transpose(1, 2).reshape(rows, length, config.Heads * config.HeadSize));

        Tensor Heads(Projection projection, int heads, Norm? norm)
        {
            var projected = projection.Apply(x);
            var clipped = config.ClipQkv is { } limit ? projected.clamp(HeldScalar.Of(-limit), HeldScalar.Of(limit)) : projected;
            var split = clipped.view(rows, length, heads, config.HeadSize);
            return (norm?.Apply(split) ?? split).transpose(1, 2);
        }
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
        long[] lengths = [.. blocks.Select(block => block.Length)];
        var (queries, keys, values) = (query.split(lengths, 2), key.split(lengths, 2), value.split(lengths, 2));
        var mixed = blocks.Select((block, i) => scaled_dot_product_attention(
            queries[i], block.WithBefore(keys[i], key), block.WithBefore(values[i], value), block.Mask, is_casual: block.Mask is null)).ToArray();
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
