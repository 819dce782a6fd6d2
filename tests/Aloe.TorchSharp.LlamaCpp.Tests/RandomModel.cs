using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

/// <summary>A model folder with random weights, large enough that every part of the model shows in logits with a spread of 1 to 2, and a small tokenizer.</summary>
internal sealed class RandomModel : IDisposable
{
    public const int Vocabulary = 320;

    private static readonly string[] Corpus =
    [
        "hello world, hello there! it's 2024 and we're 42 years old, aren't we? I'd say they've won; he'll see.", "user assistant system user assistant system",
        "Füße größer über Straße, Ελληνικά γλώσσα, русский язык, 你好世界 你好", "  two  spaces\tand\ttabs\n\nand lines\r\n   end   ",
    ];

    private readonly TemporaryFolder _folder = new();

    /// <param name="config">Shape of the model.</param>
    /// <param name="tokenizer">Writes the files of the tokenizer into the folder; null for a byte-level one with the chat format aloe-nano.</param>
    /// <param name="seed">Fixes the weights.</param>
    public RandomModel(DecoderConfig config, Action<RandomModel>? tokenizer = null, ulong seed = 1)
    {
        TorchRuntime.EnsureLoaded();
        BytePairTrainer.Train(Corpus, 300, _folder.Path);
        tokenizer?.Invoke(this);
        using var model = DecoderModel.Create(config, (long)seed, CPU, ScalarType.Float32);
        Randomize(model, seed);
        model.Save(_folder.Path, ScalarType.Float32);
    }

    public static DecoderConfig Config => new()
    {
        VocabularySize = Vocabulary,
        HiddenSize = 64,
        IntermediateSize = 96,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        HeadSize = 16,
        MaxPositions = 256,
        RopeTheta = 10_000,
        BosTokenId = 0,
        EosTokenIds = [4],
    };

    public string Folder => _folder.Path;

    public DecoderModel Load() => DecoderModel.Load(Folder, CPU, ScalarType.Float32);

    public LlamaCppModel Export(GgufType type)
    {
        var path = _folder[$"{type}.gguf"];
        GgufExport.Write(Folder, path, type);
        return new LlamaCppModel(path);
    }

    /// <summary>Changes a JSON file of the folder.</summary>
    public void Rewrite(string file, Action<JsonNode> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(_folder[file]))!;
        change(json);
        File.WriteAllText(_folder[file], json.ToJsonString());
    }

    public void Dispose() => _folder.Dispose();

    private static void Randomize(DecoderModel model, ulong seed)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new Generator(seed, CPU);
        foreach (var (name, parameter) in model.Parameters)
        {
            var noise = randn(parameter.shape, generator: generator);
            var isNorm = name.EndsWith("norm.weight", StringComparison.Ordinal);
            parameter.copy_(isNorm ? noise.Times(0.2).Plus(1) : noise.Times(parameter.dim() == 1 ? 0.3 : 1.5 / Math.Sqrt(parameter.shape[^1])));
        }
    }
}
