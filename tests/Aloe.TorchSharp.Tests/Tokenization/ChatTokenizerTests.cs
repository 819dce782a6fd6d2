using Tokenizers.DotNet;

namespace Aloe.Torch.Tests;

public sealed class ChatTokenizerTests
{
    [Fact]
    public void Ids_equal_those_of_the_reference_library()
    {
        using var folder = new TemporaryFolder();
        BytePairTrainer.Train(["hello world, hello there! it's 2024 and we're 42 \n\n  fine   'tis", "Füße 你好 你好 😀😀"], 320, folder.Path);
        var ours = ChatTokenizer.Load(folder.Path);
        var reference = new Tokenizer(folder["tokenizer.json"]);
        Assert.Equal(reference.Encode("hello world").Select(id => (int)id), ours.EncodeText("hello world"));
    }
}
