using Aloe.Core.Tests.Doubles;
using Aloe.Data;

namespace Aloe.Core.Tests.Data;

public sealed class TrlTests
{
    private static readonly ConversationTree Tree = new("t", ScriptedRoles.Persona,
    [
        new Turn(1, "u1", "p1", "r1", ReplyKind.Rejected, ReplySource.Informed, false, RevealedPersona.Nothing),
        new Turn(2, "u2", "p2", "r2", ReplyKind.Preferred, ReplySource.Informed, true, RevealedPersona.Nothing),
        new Turn(3, "u3", "p3", "r3", ReplyKind.Preferred, ReplySource.Uninformed, false, RevealedPersona.Nothing),
    ]);

    [Fact]
    public async Task PreferenceRowsHoldTheTrunkAndOneRowPerDecidedTurn()
    {
        using var folder = new TemporaryFolder();
        await new TrlPreferenceFormat().WriteAsync(folder.File("dpo.jsonl"), Tree.Pairs());
        Assert.Equal(
            """
            {"prompt":[{"role":"user","content":"u1"}],"chosen":[{"role":"assistant","content":"p1"}],"rejected":[{"role":"assistant","content":"r1"}]}
            {"prompt":[{"role":"user","content":"u1"},{"role":"assistant","content":"r1"},{"role":"user","content":"u2"},{"role":"assistant","content":"p2"},{"role":"user","content":"u3"}],"chosen":[{"role":"assistant","content":"p3"}],"rejected":[{"role":"assistant","content":"r3"}]}

            """.ReplaceLineEndings("\n"),
            await File.ReadAllTextAsync(folder.File("dpo.jsonl")));
    }

    [Fact]
    public async Task DialogueRowsEndWithThePreferredReplyOfEachTurn()
    {
        using var folder = new TemporaryFolder();
        await new TrlDialogueFormat().WriteAsync(folder.File("sft.jsonl"), Tree.Dialogues().Take(2));
        Assert.Equal(
            """
            {"messages":[{"role":"user","content":"u1"},{"role":"assistant","content":"p1"}]}
            {"messages":[{"role":"user","content":"u1"},{"role":"assistant","content":"r1"},{"role":"user","content":"u2"},{"role":"assistant","content":"p2"}]}

            """.ReplaceLineEndings("\n"),
            await File.ReadAllTextAsync(folder.File("sft.jsonl")));
        Assert.Equal(["t#1", "t#2", "t#3"], Tree.Dialogues().Select(dialogue => dialogue.Id));
        Assert.Equal(["r1", "r2", "r3"], Tree.Dialogues(ReplyKind.Rejected).Select(dialogue => dialogue.Messages[^1].Text));
    }

    [Theory]
    [InlineData("""{"prompt":[],"chosen":[],"rejected":[]}""", "prompt")]
    [InlineData("""{"prompt":[{"role":"assistant","content":"x"}],"chosen":[],"rejected":[]}""", "prompt")]
    [InlineData("""{"prompt":[{"role":"user","content":"x"}],"chosen":[{"role":"user","content":"x"}],"rejected":[]}""", "chosen")]
    [InlineData("""{"prompt":[{"role":"user","content":"x"}],"chosen":[{"role":"assistant","content":"x"}],"rejected":[]}""", "rejected")]
    [InlineData("""{"prompt":[{"role":"robot","content":"x"}],"chosen":[],"rejected":[]}""", "prompt[0].role")]
    [InlineData("""{"prompt":[{"role":"user","content":null}],"chosen":[],"rejected":[]}""", "prompt[0].content")]
    public async Task BadPreferenceRowsAreNamed(string row, string field)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("dpo.jsonl", row);
        Assert.Equal(field, (await Assert.ThrowsAsync<DataFormatException>(async () => await new TrlPreferenceFormat().ReadAsync(path).CountAsync())).Field);
    }
}
