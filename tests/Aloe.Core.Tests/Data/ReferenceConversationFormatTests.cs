using Aloe.Core.Tests.Doubles;
using Aloe.Data;

namespace Aloe.Core.Tests.Data;

public sealed class ReferenceConversationFormatTests
{
    // The shape of the published file: JSON strings inside strings, with a line end, and rejected replies as a list.
    private const string Published =
        """{"profile":"\"He bakes bread. He said \\\"no\\\".\"\n","personality":"\"\\\"He is blunt.\\\"\"","conversations":[{"user":"Hi","assistant":{"preferred":"p1","rejected":["r1","r1b"]},"chosen":"rejected","inferred_profile":"He bakes bread. He said \"no\".","inferred_personality":"None"},{"user":"Well","assistant":{"preferred":"p2","rejected":"r2"},"chosen":"preferred","inferred_profile":"none.","inferred_personality":"He is blunt."}]}""";

    private static readonly ConversationTree Tree = new(
        "conversations-000002",
        Persona.Create("He bakes bread. He said \"no\".", "He is blunt."),
        [
            new Turn(1, "Hi", "p1", "r1", ReplyKind.Rejected, ReplySource.Informed, false, new RevealedPersona(["He bakes bread.", "He said \"no\"."], [])),
            new Turn(2, "Well", "p2", "r2", ReplyKind.Preferred, ReplySource.Informed, false, new RevealedPersona([], ["He is blunt."])),
        ]);

    private readonly ReferenceConversationFormat _format = new();

    [Fact]
    public async Task ThePublishedShapeIsRead()
    {
        // The sentence splitter looks at sentence ends only, so that a closing quotation mark keeps its sentence whole.
        using var folder = new TemporaryFolder();
        var path = folder.Write("conversations.jsonl", $"\n{Published}\n");
        Assert.Equal([Tree], await _format.ReadAsync(path).ToListAsync());
    }

    [Fact]
    public async Task TwoStringsInOneLineOfTheProfileFileBecomeOneProfile()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("c.jsonl", Published.Replace("""
            "\"He bakes bread. He said \\\"no\\\".\"\n"
            """.Trim(), """
            "\"He bakes.\" \"She sings.\"\n"
            """.Trim(), StringComparison.Ordinal));
        Assert.Equal("He bakes. She sings.", (await _format.ReadAsync(path).SingleAsync()).Persona.Profile);
    }

    [Fact]
    public async Task PlainTextsInQuotationMarksStayAsTheyAre()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("c.jsonl", Published.Replace("\\\"\\\\\\\"He is blunt.\\\\\\\"\\\"", "\\\"No\\\" is his word, and so is \\\"never\\\"", StringComparison.Ordinal));
        Assert.Equal("\"No\" is his word, and so is \"never\"", (await _format.ReadAsync(path).SingleAsync()).Persona.Personality);
    }

    [Fact]
    public async Task ExportAndImportKeepTheTree()
    {
        using var folder = new TemporaryFolder();
        var tied = Tree with { Id = "x", Turns = [Tree.Turns[0], Tree.Turns[1] with { IsTie = true }] };
        await _format.WriteAsync(folder.File("c.jsonl"), [Tree, tied]);
        Assert.Equal([Tree, tied], await _format.ReadAsync(folder.File("c.jsonl")).ToListAsync());
        Assert.Equal(
            """{"profile":"He bakes bread. He said \"no\".","personality":"He is blunt.","conversations":[{"user":"Hi","assistant":{"preferred":"p1","rejected":"r1"},"chosen":"rejected","inferred_profile":"He bakes bread. He said \"no\".","inferred_personality":"None"},{"user":"Well","assistant":{"preferred":"p2","rejected":"r2"},"chosen":"preferred","inferred_profile":"None","inferred_personality":"He is blunt."}],"id":"conversations-000002"}""",
            (await File.ReadAllLinesAsync(folder.File("c.jsonl")))[0]);
    }

    [Theory]
    [InlineData("\"chosen\":\"rejected\"", "\"chosen\":\"first\"", "conversations[0].chosen")]
    [InlineData("[\"r1\",\"r1b\"]", "[]", "conversations[0].assistant.rejected")]
    [InlineData("[\"r1\",\"r1b\"]", "{}", "conversations[0].assistant.rejected")]
    [InlineData("\"user\":\"Well\"", "\"user\":\"\"", "conversations[1].user")]
    [InlineData("\"preferred\":\"p2\"", "\"preferred\":3", "conversations[1].assistant.preferred")]
    public async Task BadInputIsNamed(string old, string replacement, string field)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(old, Published, StringComparison.Ordinal);
        var path = folder.Write("c.jsonl", Published.Replace(old, replacement, StringComparison.Ordinal));
        Assert.Equal(field, (await Assert.ThrowsAsync<DataFormatException>(async () => await _format.ReadAsync(path).CountAsync())).Field);
    }
}
