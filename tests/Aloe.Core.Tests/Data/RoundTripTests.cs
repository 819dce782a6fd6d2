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

    private static List<T> Read<T>(JsonLinesFormat<T> format, IEnumerable<T> items)
    {
        var list = items.ToList();
        var bytes = list.SelectMany(format.Line).ToArray();
        Assert.Equal(list.Count, bytes.Count(value => value == '\n'));
        Assert.DoesNotContain((byte)'\r', bytes);
        using var stream = new MemoryStream(bytes);
        return format.ReadAsync(new JsonLineReader(stream, "data.jsonl"), CancellationToken.None).ToBlockingEnumerable().ToList();
    }
}
