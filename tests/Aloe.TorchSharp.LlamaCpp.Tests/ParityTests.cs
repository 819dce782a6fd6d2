namespace Aloe.Torch.Tests;

/// <summary>Our models against llama.cpp, which computes them independently from the file that we export.</summary>
public sealed class ParityTests
{
    private static readonly int[] Tokens = [.. Enumerable.Range(0, 64).Select(i => (i * i * 7) % RandomModel.Vocabulary)];

    public static TheoryData<string> Models => [.. Configs.Keys];

    private static Dictionary<string, DecoderConfig> Configs => new()
    {
        ["llama, grouped queries"] = RandomModel.Config,
        ["llama, tied"] = RandomModel.Config with { TieWordEmbeddings = true },
    };

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

    private static double Difference(float[][] expected, float[][] actual) => expected.Zip(actual, (e, a) => e.Zip(a, (x, y) => (double)Math.Abs(x - y)).Max()).Max();

    private static double Spread(float[][] logits) => Math.Sqrt(logits.SelectMany(row => row).Average(value => (double)value * value));
}
