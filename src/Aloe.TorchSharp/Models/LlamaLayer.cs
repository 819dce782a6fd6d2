using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Aloe.Torch;

/// <summary>One decoder layer: attention, then feed-forward, each on the normalised residual stream.</summary>
internal sealed class LlamaLayer(LlamaConfig config, int index, IReadOnlyDictionary<string, Parameter> weights)
{
    private readonly Parameter _attentionNorm = weights[LlamaNames.Layer(index, "input_layernorm")];
    private readonly Parameter _query = weights[LlamaNames.Layer(index, "self_attn.q_proj")];
    private readonly Parameter _key = weights[LlamaNames.Layer(index, "self_attn.k_proj")];
    private readonly Parameter _value = weights[LlamaNames.Layer(index, "self_attn.v_proj")];
    private readonly Parameter _output = weights[LlamaNames.Layer(index, "self_attn.o_proj")];
    private readonly Parameter _feedForwardNorm = weights[LlamaNames.Layer(index, "post_attention_layernorm")];
    private readonly Parameter _gate = weights[LlamaNames.Layer(index, "mlp.gate_proj")];
    private readonly Parameter _up = weights[LlamaNames.Layer(index, "mlp.up_proj")];
    private readonly Parameter _down = weights[LlamaNames.Layer(index, "mlp.down_proj")];

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
        var gate = silu(linear(x, _gate), inPlace);
        var up = linear(x, _up);
        return linear(inPlace ? gate.mul_(up) : gate * up, _down);
    }

    private Tensor Attend(Tensor x, AttentionInput attention)
    {
        var (rows, length) = (x.shape[0], x.shape[1]);
        var query = RotaryEmbedding.Apply(Split(linear(x, _query), config.Heads), attention.Cos, attention.Sin);
        var key = RotaryEmbedding.Apply(Split(linear(x, _key), config.KeyValueHeads), attention.Cos, attention.Sin);
        var value = Split(linear(x, _value), config.KeyValueHeads);
        var mixed = attention.Cache is { } cache
            ? AttendCached(query, cache.Append(index, key, value), attention.Blocks[0])
            : AttendRow(query, key, value, attention.Blocks);
        return linear(mixed.transpose(1, 2).reshape(rows, length, config.Heads * config.HeadSize), _output);

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
}
