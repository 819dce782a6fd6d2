namespace Aloe.Abstractions.Tests.Conversations;

public sealed class ConversationTreeTests
{
    private static readonly ConversationTree Tree = new("t", Persona.Create("a", "b"),
    [
        new Turn(1, "u1", "p1", "r1", ReplyKind.Rejected, ReplySource.Informed, false, RevealedPersona.Nothing),
        new Turn(2, "u2", "p2", "r2", ReplyKind.Preferred, ReplySource.Uninformed, true, new RevealedPersona(["f"], [])),
        new Turn(3, "u3", "p3", "r3", ReplyKind.Preferred, ReplySource.Informed, false, new RevealedPersona(["f"], ["t"])),
    ]);

    [Fact]
    public void ThePromptOfATurnIsTheTrunkUpToItsUserMessage()
    {
        Assert.Equal([User("u1")], Tree.PromptOf(1));
        Assert.Equal([User("u1"), Assistant("r1"), User("u2")], Tree.PromptOf(2));
        Assert.Equal([User("u1"), Assistant("r1"), User("u2"), Assistant("p2"), User("u3")], Tree.PromptOf(3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void ThereIsNoPromptOfATurnThatIsNotThere(int number)
        => Assert.Equal("number", Assert.Throws<ArgumentOutOfRangeException>(() => Tree.PromptOf(number)).ParamName);

    [Fact]
    public void PairsLeaveTiesOut()
    {
        var pairs = Tree.Pairs().ToList();
        Assert.Equal([("t#1", "p1", "r1"), ("t#3", "p3", "r3")], pairs.Select(pair => (pair.Id, pair.Chosen, pair.Rejected)));
        Assert.Equal([Tree.PromptOf(1), Tree.PromptOf(3)], pairs.Select(pair => pair.Prompt));
    }

    [Fact]
    public void TheTrunkReplyIsTheOneThatWasDrawn()
        => Assert.Equal(["r1", "p2", "p3"], Tree.Turns.Select(turn => turn.TrunkReply));

    [Fact]
    public void TreesAreEqualByContent()
    {
        var copy = new ConversationTree("t", Persona.Create("a", "b"), [.. Tree.Turns.Select(turn => turn with { Revealed = new RevealedPersona([.. turn.Revealed.Facts], [.. turn.Revealed.Traits]) })]);
        Assert.Equal(Tree, copy);
        Assert.Equal(Tree.GetHashCode(), copy.GetHashCode());
        Assert.NotEqual(Tree, copy with { Id = "other" });
        Assert.NotEqual(Tree, copy with { Persona = Persona.Create("a", "c") });
        Assert.NotEqual(Tree, copy with { Turns = [.. Tree.Turns.Take(2)] });
        Assert.NotEqual(Tree, copy with { Turns = [Tree.Turns[0] with { IsTie = true }, .. Tree.Turns.Skip(1)] });
    }

    [Fact]
    public void RevealedPersonasAreEqualByContentAndOrder()
    {
        Assert.Equal(new RevealedPersona(["a", "b"], ["c"]), new RevealedPersona(["a", "b"], ["c"]));
        Assert.NotEqual(new RevealedPersona(["a", "b"], ["c"]), new RevealedPersona(["b", "a"], ["c"]));
        Assert.NotEqual(new RevealedPersona(["a"], []), new RevealedPersona([], ["a"]));
    }

    private static DialogueMessage User(string text) => new(DialogueRole.User, text);

    private static DialogueMessage Assistant(string text) => new(DialogueRole.Assistant, text);
}
