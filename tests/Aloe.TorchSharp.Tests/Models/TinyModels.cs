using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

internal static class TinyModels
{
    /// <summary>Odd sizes, grouped queries, a head size that is not hidden ÷ heads.</summary>
    public static DecoderConfig Config(bool tied = true, int vocabulary = 97, int maxPositions = 64) => new()
    {
        VocabularySize = vocabulary,
        HiddenSize = 24,
        IntermediateSize = 40,
        Layers = 3,
        Heads = 6,
        KeyValueHeads = 2,
        HeadSize = 8,
        MaxPositions = maxPositions,
        RopeTheta = 500,
        TieWordEmbeddings = tied,
    };

    /// <summary>Names of configs that together use everything that a config can say about the arithmetic.</summary>
    public static TheoryData<string> Variants => ["llama", "llama-untied", "llama-bias", "llama3-scaled", "llama-linear", "mistral-window", "mistral", "qwen2", "qwen2-window", "qwen3", "qwen3-bias", "olmo", "olmo-clip"];

    /// <summary>One of <see cref="Variants"/>.</summary>
    public static DecoderConfig Variant(string name) => name switch
    {
        "llama" => Config(),
        "llama-untied" => Config(tied: false),
        "llama-bias" => Config(tied: false) with { AttentionBias = true, FeedForwardBias = true },
        // Of the four frequencies at θ = 500 one is kept, one lies between, two are divided.
        "llama3-scaled" => Config() with { RopeScaling = new(RopeScalingKind.Llama3, 8) { OriginalMaxPositions = 26, LowFrequencyFactor = 0.5, HighFrequencyFactor = 4 } },
        "llama-linear" => Config() with { RopeScaling = new(RopeScalingKind.Linear, 4) },
        "mistral-window" => Config(tied: false) with { Architecture = DecoderArchitecture.Mistral, SlidingWindow = 3 },
        "mistral" => Config(tied: false) with { Architecture = DecoderArchitecture.Mistral },
        "qwen2" => Config() with { Architecture = DecoderArchitecture.Qwen2, NormEpsilon = 1e-6 },
        "qwen2-window" => Config() with { Architecture = DecoderArchitecture.Qwen2, SlidingWindow = 3, FullAttentionLayers = 1 },
        "qwen3" => Config() with { Architecture = DecoderArchitecture.Qwen3, NormEpsilon = 1e-6 },
        "qwen3-bias" => Config(tied: false) with { Architecture = DecoderArchitecture.Qwen3, AttentionBias = true },
        "olmo" => Config(tied: false) with { Architecture = DecoderArchitecture.Olmo },
        "olmo-clip" => Config() with { Architecture = DecoderArchitecture.Olmo, AttentionBias = true, ClipQkv = 0.7 },
        _ => throw new ArgumentException(name, nameof(name)),
    };

    /// <summary>A model whose weights are large enough that every part of it shows in the logits.</summary>
    public static DecoderModel Create(DecoderConfig config, long seed = 1)
    {
        var model = DecoderModel.Create(config, seed, CPU, ScalarType.Float32);
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed, CPU);
        foreach (var (_, parameter) in model.Parameters)
        {
            parameter.copy_(parameter.Dimensions == 1 ? parameter + (randn(parameter.shape, generator: generator) * 0.3) : parameter * 12);
        }

        return model;
    }

    /// <summary>Logits [T, V] of one row.</summary>
    public static float[][] Logits(DecoderModel model, int[] tokens, int[] positions, Tensor? mask = null)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        return Rows(model.Logits(model.Hidden(Row(tokens, model), Row(positions, model), mask))[0]);
    }

    public static Tensor Row(int[] values, DecoderModel model) => tensor(values.Select(value => (long)value).ToArray(), device: model.Device).unsqueeze(0);

    public static float[][] Rows(Tensor matrix)
    {
        var flat = matrix.to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        return flat.Chunk((int)matrix.shape[1]).ToArray();
    }

    public static double Difference(double[][] expected, float[][] actual)
        => expected.Zip(actual, (e, a) => e.Zip(a, (x, y) => Math.Abs(x - y)).Max()).Max();
}
