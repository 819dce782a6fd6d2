using TorchSharp;

namespace Aloe.Torch.Tests;

/// <summary>The decoder written out in double precision, one token and one number at a time, from the papers' formulas. Shares no code with the product.</summary>
internal sealed class ReferenceDecoder(DecoderModel model)
{
    private readonly DecoderConfig _config = model.Config;
    private readonly Dictionary<string, double[]> _weights = model.Parameters.ToDictionary(
        parameter => parameter.Key,
        parameter => parameter.Value.detach().to(torch.ScalarType.Float32).cpu().data<float>().ToArray().Select(value => (double)value).ToArray());

    /// <summary>Logits of every token. <paramref name="mayAttend"/>(query, key) decides who sees whom.</summary>
    public double[][] Logits(int[] tokens, int[] positions, Func<int, int, bool> mayAttend)
    {
        var d = _config.HiddenSize;
        var x = tokens.Select(token => _weights["model.embed_tokens.weight"].AsSpan(token * d, d).ToArray()).ToArray();
        for (var layer = 0; layer < _config.Layers; layer++)
        {
            var p = $"model.layers.{layer}.";
            var normed = x.Select(row => Norm(row, p + "input_layernorm.weight")).ToArray();
            var mixed = Attention(normed, p + "self_attn.", positions, Narrowed(layer, positions, mayAttend));
            x = x.Zip(mixed, Add).ToArray();
            x = x.Select(row => Add(row, FeedForward(Norm(row, p + "post_attention_layernorm.weight"), p + "mlp."))).ToArray();
        }

        var head = _config.TieWordEmbeddings ? _weights["model.embed_tokens.weight"] : _weights["lm_head.weight"];
        return x.Select(row => Multiply(head, Norm(row, "model.norm.weight"))).ToArray();
    }

    private double[][] Attention(double[][] x, string p, int[] positions, Func<int, int, bool> mayAttend)
    {
        var size = _config.HeadSize;
        var q = x.Select((row, i) => Rotate(NormHeads(Clip(Project(p + "q_proj", row)), p + "q_norm.weight"), positions[i])).ToArray();
        var k = x.Select((row, i) => Rotate(NormHeads(Clip(Project(p + "k_proj", row)), p + "k_norm.weight"), positions[i])).ToArray();
        var v = x.Select(row => Clip(Project(p + "v_proj", row))).ToArray();
        var result = new double[x.Length][];
        for (var i = 0; i < x.Length; i++)
        {
            var mixed = new double[_config.Heads * size];
            for (var head = 0; head < _config.Heads; head++)
            {
                var kv = head / (_config.Heads / _config.KeyValueHeads);
                var keys = Enumerable.Range(0, x.Length).Where(j => mayAttend(i, j)).ToArray();
                var scores = keys.Select(j => Enumerable.Range(0, size).Sum(e => q[i][(head * size) + e] * k[j][(kv * size) + e]) / Math.Sqrt(size)).ToArray();
                var max = scores.Max();
                var weights = scores.Select(score => Math.Exp(score - max)).ToArray();
                var total = weights.Sum();
                for (var e = 0; e < size; e++)
                {
                    mixed[(head * size) + e] = keys.Select((j, n) => weights[n] / total * v[j][(kv * size) + e]).Sum();
                }
            }

            result[i] = Project(p + "o_proj", mixed);
        }

        return result;
    }

    private double[] Rotate(double[] heads, int position)
    {
        var (size, half) = (_config.HeadSize, _config.HeadSize / 2);
        var turned = new double[heads.Length];
        for (var start = 0; start < heads.Length; start += size)
        {
            for (var i = 0; i < half; i++)
            {
                var angle = position * Scaled(1 / Math.Pow(_config.RopeTheta, 2.0 * i / size));
                var (a, b) = (heads[start + i], heads[start + i + half]);
                turned[start + i] = (a * Math.Cos(angle)) - (b * Math.Sin(angle));
                turned[start + i + half] = (b * Math.Cos(angle)) + (a * Math.Sin(angle));
            }
        }

        return turned;
    }

    private double[] FeedForward(double[] x, string p)
    {
        var gate = Project(p + "gate_proj", x);
        var up = Project(p + "up_proj", x);
        return Project(p + "down_proj", gate.Zip(up, (g, u) => g / (1 + Math.Exp(-g)) * u).ToArray());
    }

    private double[] Norm(double[] x, string name)
    {
        if (_config.Architecture == DecoderArchitecture.Olmo)
        {
            Assert.DoesNotContain(name, _weights);
            var mean = x.Average();
            var deviation = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + 1e-5);
            return x.Select(value => (value - mean) / deviation).ToArray();
        }

        var scale = 1 / Math.Sqrt(x.Average(value => value * value) + _config.NormEpsilon);
        return x.Zip(_weights[name], (value, w) => value * scale * w).ToArray();
    }

    private double[] NormHeads(double[] heads, string name)
        => _config.Architecture == DecoderArchitecture.Qwen3 ? heads.Chunk(_config.HeadSize).SelectMany(head => Norm(head, name)).ToArray() : heads;

    private double[] Clip(double[] x) => _config.ClipQkv is { } limit ? x.Select(value => Math.Clamp(value, -limit, limit)).ToArray() : x;

    private double[] Project(string name, double[] x)
    {
        var product = Multiply(_weights[name + ".weight"], x);
        return _weights.TryGetValue(name + ".bias", out var bias) ? Add(product, bias) : product;
    }

    private Func<int, int, bool> Narrowed(int layer, int[] positions, Func<int, int, bool> mayAttend)
        => _config.SlidingWindow is { } window && layer >= _config.FullAttentionLayers
            ? (query, key) => mayAttend(query, key) && positions[query] - positions[key] < window
            : mayAttend;

    /// <summary>Llama 3.1's three cases, or the one of linear scaling.</summary>
    private double Scaled(double frequency)
    {
        if (_config.RopeScaling is not { } scaling)
        {
            return frequency;
        }

        var length = 2 * Math.PI / frequency;
        var (longest, shortest) = (scaling.OriginalMaxPositions / scaling.LowFrequencyFactor, scaling.OriginalMaxPositions / scaling.HighFrequencyFactor);
        if (scaling.Kind == RopeScalingKind.Linear || length > longest)
        {
            return frequency / scaling.Factor;
        }

        if (length < shortest)
        {
            return frequency;
        }

        var smooth = ((scaling.OriginalMaxPositions / length) - scaling.LowFrequencyFactor) / (scaling.HighFrequencyFactor - scaling.LowFrequencyFactor);
        return ((1 - smooth) * frequency / scaling.Factor) + (smooth * frequency);
    }

    private static double[] Multiply(double[] matrix, double[] vector)
        => Enumerable.Range(0, matrix.Length / vector.Length).Select(row => vector.Select((value, i) => value * matrix[(row * vector.Length) + i]).Sum()).ToArray();

    private static double[] Add(double[] a, double[] b) => a.Zip(b, (x, y) => x + y).ToArray();
}
