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
            var normed = x.Select(row => Norm(row, _weights[p + "input_layernorm.weight"])).ToArray();
            var mixed = Attention(normed, p + "self_attn.", positions, mayAttend);
            x = x.Zip(mixed, Add).ToArray();
            x = x.Select(row => Add(row, FeedForward(Norm(row, _weights[p + "post_attention_layernorm.weight"]), p + "mlp."))).ToArray();
        }

        var head = _config.TieWordEmbeddings ? _weights["model.embed_tokens.weight"] : _weights["lm_head.weight"];
        return x.Select(row => Multiply(head, Norm(row, _weights["model.norm.weight"]))).ToArray();
    }

    private double[][] Attention(double[][] x, string p, int[] positions, Func<int, int, bool> mayAttend)
    {
        var size = _config.HeadSize;
        var q = x.Select((row, i) => Rotate(Multiply(_weights[p + "q_proj.weight"], row), positions[i])).ToArray();
        var k = x.Select((row, i) => Rotate(Multiply(_weights[p + "k_proj.weight"], row), positions[i])).ToArray();
        var v = x.Select(row => Multiply(_weights[p + "v_proj.weight"], row)).ToArray();
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

            result[i] = Multiply(_weights[p + "o_proj.weight"], mixed);
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
                var angle = position / Math.Pow(_config.RopeTheta, 2.0 * i / size);
                var (a, b) = (heads[start + i], heads[start + i + half]);
                turned[start + i] = (a * Math.Cos(angle)) - (b * Math.Sin(angle));
                turned[start + i + half] = (b * Math.Cos(angle)) + (a * Math.Sin(angle));
            }
        }

        return turned;
    }

    private double[] FeedForward(double[] x, string p)
    {
        var gate = Multiply(_weights[p + "gate_proj.weight"], x);
        var up = Multiply(_weights[p + "up_proj.weight"], x);
        return Multiply(_weights[p + "down_proj.weight"], gate.Zip(up, (g, u) => g / (1 + Math.Exp(-g)) * u).ToArray());
    }

    private double[] Norm(double[] x, double[] weight)
    {
        var scale = 1 / Math.Sqrt(x.Average(value => value * value) + _config.RmsNormEpsilon);
        return x.Zip(weight, (value, w) => value * scale * w).ToArray();
    }

    private static double[] Multiply(double[] matrix, double[] vector)
        => Enumerable.Range(0, matrix.Length / vector.Length).Select(row => vector.Select((value, i) => value * matrix[(row * vector.Length) + i]).Sum()).ToArray();

    private static double[] Add(double[] a, double[] b) => a.Zip(b, (x, y) => x + y).ToArray();
}
