namespace Aloe.Torch.Tests;

/// <summary>Our models against llama.cpp, which computes them independently from the file that we export.</summary>
public sealed class ParityTests
{
    private static readonly int[] Tokens = [.. Enumerable.Range(0, 64).Select(i => (i * i * 7) % RandomModel.Vocabulary)];

    private static readonly Dictionary<string, DecoderConfig> Configs = new()
    {
        ["llama, grouped queries"] = RandomModel.Config,
        ["llama, tied, three layers, no grouping"] = RandomModel.Config with { TieWordEmbeddings = true, Layers = 3, KeyValueHeads = 4 },
        ["llama, wide heads"] = RandomModel.Config with { HeadSize = 32 },
        ["llama, biases"] = RandomModel.Config with { AttentionBias = true, FeedForwardBias = true },
        ["llama, linear scaling"] = RandomModel.Config with { RopeScaling = new(RopeScalingKind.Linear, 4) },
        ["llama, llama3 scaling"] = RandomModel.Config with { RopeScaling = new(RopeScalingKind.Llama3, 8) { OriginalMaxPositions = 32 }, TieWordEmbeddings = true },
        ["mistral"] = RandomModel.Config with { Architecture = DecoderArchitecture.Mistral, RopeTheta = 1e6 },
        ["qwen2, tied"] = RandomModel.Config with { Architecture = DecoderArchitecture.Qwen2, TieWordEmbeddings = true, NormEpsilon = 1e-6, RopeTheta = 1e6 },
        ["qwen2, untied, linear scaling"] = RandomModel.Config with { Architecture = DecoderArchitecture.Qwen2, RopeScaling = new(RopeScalingKind.Linear, 2) },
        ["qwen3, tied, wide heads"] = RandomModel.Config with { Architecture = DecoderArchitecture.Qwen3, HeadSize = 32, TieWordEmbeddings = true, NormEpsilon = 1e-6, RopeTheta = 1e6 },
        ["qwen3, untied"] = RandomModel.Config with { Architecture = DecoderArchitecture.Qwen3 },
        ["olmo, clipped"] = RandomModel.Config with { Architecture = DecoderArchitecture.Olmo, ClipQkv = 1.5, KeyValueHeads = 4 },
        ["olmo, tied, grouped queries"] = RandomModel.Config with { Architecture = DecoderArchitecture.Olmo, TieWordEmbeddings = true },
    };

    public static TheoryData<string> Models => [.. Configs.Keys];

    [Theory]
    [MemberData(nameof(Models))]
    public void Logits_and_greedy_tokens_are_those_of_llama_cpp(string name)
    {
        using var folder = new RandomModel(Configs[name]);
        using var model = folder.Load();
        using var exported = folder.Export(GgufType.F32);

        var ours = model.LogitsOf(Tokens);
        Assert.InRange(Spread(ours), 0.7, 2.5);
        Assert.InRange(Difference(ours, exported.Logits(Tokens)), 0, 1e-4);
        Assert.Equal(model.Greedy(Tokens[..8], 64), exported.Greedy(Tokens[..8], 64));
    }

    /// <remarks>llama.cpp's architecture for Mistral knows no sliding window. This holds what follows from it, and will fail when that changes.</remarks>
    [Fact]
    public void A_sliding_window_is_not_honoured_by_llama_cpp_beyond_its_length()
    {
        const int Window = 24;
        using var folder = new RandomModel(RandomModel.Config with { Architecture = DecoderArchitecture.Mistral, SlidingWindow = Window });
        using var model = folder.Load();
        using var exported = folder.Export(GgufType.F32);
        folder.Rewrite("config.json", json => json["sliding_window"] = null);
        using var withoutWindow = folder.Load();

        var (ours, theirs) = (model.LogitsOf(Tokens), exported.Logits(Tokens));
        Assert.InRange(Difference(ours[..Window], theirs[..Window]), 0, 1e-4);
        Assert.InRange(Difference(withoutWindow.LogitsOf(Tokens), theirs), 0, 1e-4);
        Assert.True(Difference(ours[Window..], theirs[Window..]) > 0.1);
    }

    public static TheoryData<string, string> Refused => new()
    {
        { nameof(DecoderArchitecture.Qwen3), "attention_bias" },
        { nameof(DecoderArchitecture.Olmo), "rope_scaling" },
        { nameof(DecoderArchitecture.Qwen2), "rope_scaling" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_llama_cpp_would_not_compute_is_refused_by_name(string architecture, string field)
    {
        var config = RandomModel.Config with { Architecture = Enum.Parse<DecoderArchitecture>(architecture) };
        config = field == "attention_bias" ? config with { AttentionBias = true } : config with { RopeScaling = new(RopeScalingKind.Llama3, 8) };

        Assert.Contains(field, Assert.Throws<InvalidDataException>(() => new GgufArchitecture(config, "config.json")).Message, StringComparison.Ordinal);
    }

    private static double Difference(float[][] expected, float[][] actual) => expected.Zip(actual, (e, a) => e.Zip(a, (x, y) => (double)Math.Abs(x - y)).Max()).Max();

    private static double Spread(float[][] logits) => Math.Sqrt(logits.SelectMany(row => row).Average(value => (double)value * value));
}
