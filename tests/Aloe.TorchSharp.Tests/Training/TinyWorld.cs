using Aloe.Randomness;
using Aloe.Torch.Training;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests.Training;

/// <summary>Small trees, an encoder whose tokens can be read, and a model for them.</summary>
internal static class TinyWorld
{
    public const int Bos = 0;
    public const int User = 1;
    public const int Assistant = 3;
    public const int End = 4;
    public const int Newline = 5;

    /// <summary>A token for each letter, a = 10; a message is [speaker, 2, letters…, end, newline].</summary>
    public static MessageEncoder Encoder { get; } = new([Bos], [Assistant, 2], End, Encode);

    public static DecoderConfig Config { get; } = new()
    {
        VocabularySize = 40,
        HiddenSize = 24,
        IntermediateSize = 32,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        HeadSize = 8,
        MaxPositions = 256,
    };

    public static EncodedMessage Encode(DialogueMessage message)
        => new([message.Role == DialogueRole.Assistant ? Assistant : User, 2, .. message.Text.Select(letter => 10 + letter - 'a'), End, Newline], 2);

    public static DecoderModel Model(long seed = 1)
    {
        TorchRuntime.EnsureLoaded();
        var model = DecoderModel.Create(Config, seed, CPU, ScalarType.Float32);

        // Larger than fresh weights, so that attention is far from uniform.
        using var noGrad = no_grad();
        foreach (var (_, parameter) in model.Parameters.Where(pair => pair.Value.dim() > 1))
        {
            parameter.mul_(12);
        }

        return model;
    }

    public static Turn Turn(int number, string user, string preferred, string rejected, ReplyKind trunk = ReplyKind.Preferred, bool tie = false)
        => new(number, user, preferred, rejected, trunk, ReplySource.Informed, tie, RevealedPersona.Nothing);

    public static ConversationTree Tree(string id, params Turn[] turns) => new(id, new Persona("p", "facts", "traits"), turns);

    public static ConversationTree RandomTree(string id, int turns, double ties = 0)
    {
        var random = SeededRandom.For(5, id);
        string Word() => string.Concat(Enumerable.Range(0, 1 + random.Next(7)).Select(_ => (char)('a' + random.Next(26))));
        return Tree(id, [.. Enumerable.Range(1, turns).Select(number => Turn(
            number, Word(), Word(), Word(), random.Next(2) == 0 ? ReplyKind.Preferred : ReplyKind.Rejected, random.NextDouble() < ties))]);
    }

    public static IReadOnlyList<ConversationTree> RandomTrees(int count, int turns = 4)
        => [.. Enumerable.Range(0, count).Select(i => RandomTree($"tree-{i}", turns))];

    /// <summary>Makes the folders "tokenizer" and "base": a fresh model, and a tokenizer for some trees.</summary>
    public static void MakeBase(TemporaryFolder folder, IEnumerable<ConversationTree> trees)
    {
        BytePairTrainer.Train(trees.SelectMany(tree => tree.Turns).Select(turn => turn.User), 270, folder["tokenizer"]);
        TorchPreferenceTrainer.CreateModel(folder["base"], Config with { VocabularySize = ChatTokenizer.Load(folder["tokenizer"]).VocabularySize }, seed: 3, folder["tokenizer"]);
    }

    public static RowTensors Row(IReadOnlyList<EncodedExample> examples, int queryBlock = 16)
        => RowTensors.Create(examples, queryBlock, CPU, ScalarType.Float32);

    /// <summary>Puts an adapter on a model that is no longer fresh: B is as large as A.</summary>
    public static LoraAdapter Adapt(DecoderModel model, LoraOptions? options = null, long seed = 7)
    {
        var adapter = model.AddAdapter(options ?? new LoraOptions { Rank = 3, Alpha = 5 }, seed);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed, CPU);
        foreach (var (_, b) in adapter.Parameters.Where(pair => pair.Key.Contains("lora_B", StringComparison.Ordinal)))
        {
            b.copy_(randn(b.shape, generator: generator) * 0.3);
        }

        return adapter;
    }

    public static ReferenceLogProbs Reference(DecoderModel model, IReadOnlyList<EncodedExample> examples)
        => new TrainingRun(model, new TrainingData(examples, [], 0), new DpoOptions(), new RunSettings(CPU, Mixed: false, RowTokens: 1_024, QueryBlock: 128, Workers: 1, Checkpointing: false), TimeProvider.System)
            .Reference(TestContext.Current.CancellationToken);

    /// <summary>Gradients by name, as numbers.</summary>
    public static Dictionary<string, float[]> Gradients(DecoderModel model)
        => model.Trainable.ToDictionary(pair => pair.Key, pair =>
        {
            using var gradient = pair.Value.grad!;
            return gradient.data<float>().ToArray();
        });

    /// <summary>Largest difference of two sets of gradients, relative to the largest gradient.</summary>
    public static double Difference(Dictionary<string, float[]> expected, Dictionary<string, float[]> actual)
    {
        var largest = expected.Values.Max(values => values.Max(Math.Abs));
        Assert.True(largest > 0, "gradients must not be all zero");
        return expected.Max(pair => pair.Value.Zip(actual[pair.Key], (a, b) => Math.Abs(a - b)).Max()) / largest;
    }
}
