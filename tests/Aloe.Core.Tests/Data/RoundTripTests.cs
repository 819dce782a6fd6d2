using Aloe.Core.Tests.Doubles;
using Aloe.Data;
using FsCheck.Xunit;

namespace Aloe.Core.Tests.Data;

/// <summary>What is written is read again, whatever the texts are.</summary>
[Properties(Arbitrary = [typeof(Arbitrary)], MaxTest = 60)]
public sealed class RoundTripTests
{
    [Property]
    public void Trees(ConversationTree[] trees) => Assert.Equal(trees, Read(new TreeFormat(), trees));

    [Property]
    public void Personas(Persona[] personas) => Assert.Equal(personas, Read(new PersonaFormat(), personas));

    [Property]
    public void Texts(string[] texts) => Assert.Equal(texts, Read(new TextPoolFormat(), texts));

    [Property]
    public void TrlDialogues(ConversationTree tree)
    {
        var dialogues = tree.Dialogues(ReplyKind.Rejected).ToList();
        Assert.Equal(dialogues.Select(dialogue => dialogue.Messages), Read(new TrlDialogueFormat(), dialogues).Select(dialogue => dialogue.Messages));
    }

    [Property]
    public void TrlPreferences(PreferencePair pair)
    {
        var read = Assert.Single(Read(new TrlPreferenceFormat(), [pair]));
        Assert.Equal(pair.Prompt, read.Prompt);
        Assert.Equal((pair.Id, pair.Chosen, pair.Rejected), (read.Id, read.Chosen, read.Rejected));
    }

    [Property(MaxTest = 20)]
    public async Task AFileHoldsTheLinesOfItsItems(ConversationTree[] trees)
    {
        using var folder = new TemporaryFolder();
        var format = new TreeFormat();
        await format.WriteAsync(folder.File("trees.jsonl"), trees);
        Assert.Equal(trees.SelectMany(format.Line), await File.ReadAllBytesAsync(folder.File("trees.jsonl")));
        Assert.Equal(trees, await format.ReadAsync(folder.File("trees.jsonl")).ToListAsync());
    }

    private static List<T> Read<T>(JsonLinesFormat<T> format, IEnumerable<T> items)
    {
        var list = items.ToList();
        var bytes = list.SelectMany(format.Line).ToArray();
        Assert.Equal(list.Count, bytes.Count(value => value == '\n'));
        Assert.DoesNotContain((byte)'\r', bytes);
        using var stream = new ShortReadStream(bytes, 1 + (bytes.Length % 50));
        return format.ReadAsync(new JsonLineReader(stream, "data.jsonl", bufferSize: 16), CancellationToken.None).ToBlockingEnumerable().ToList();
    }
}
