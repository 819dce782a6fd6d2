using Microsoft.Extensions.AI;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

/// <summary>A model folder with random weights and a small tokenizer: it babbles, but by all the rules.</summary>
internal sealed class TinyChat : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TinyChat(int maxPositions = 256)
    {
        TorchRuntime.EnsureLoaded();
        BytePairTrainer.Train(["the quick brown fox and the lazy dog, the end of the story"], 280, _folder.Path);
        Tokenizer = ChatTokenizer.Load(_folder.Path);
        using var model = TinyModels.Create(TinyModels.Config(vocabulary: Tokenizer.VocabularySize, maxPositions: maxPositions));
        model.Save(_folder.Path, ScalarType.Float32);
    }

    public ChatTokenizer Tokenizer { get; }

    public string Folder => _folder.Path;

    public TorchChatClient Client() => TorchChatClient.Load(Folder, "cpu");

    public DecoderModel Model() => DecoderModel.Load(Folder, CPU, ScalarType.Float32);

    public void Dispose() => _folder.Dispose();

    public static ChatMessage User(string text) => new(ChatRole.User, text);

    public static ChatMessage Assistant(string text) => new(ChatRole.Assistant, text);

    /// <summary>Conversations of different lengths.</summary>
    public static IReadOnlyList<IReadOnlyList<ChatMessage>> Conversations(int count)
        => [.. Enumerable.Range(0, count).Select(i => (IReadOnlyList<ChatMessage>)[.. Enumerable.Range(0, (2 * (i % 3)) + 1).Select(j => j % 2 == 0 ? User($"fox {new string('x', i * 3 % 17)} {j}") : Assistant($"dog {i}"))])];
}
