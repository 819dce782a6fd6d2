using Aloe.Core.Tests.Doubles;
using Aloe.Quality;

namespace Aloe.Core.Tests.Quality;

/// <summary>What every gate rejects and, as important, what it lets pass.</summary>
public sealed class GateTests
{
    private const string User = "I keep bees in the garden behind my house.";

    [Theory]
    [InlineData("", true)]
    [InlineData(" ...\n", true)]
    [InlineData("👍", false)]
    [InlineData("7", false)]
    [InlineData("好", false)]
    public void Empty(string reply, bool isRejected) => Assert.Equal(isRejected, Rejects(new EmptyReplyGate(), reply));

    [Theory]
    [InlineData("As an AI, I have no taste in honey.", true)]
    [InlineData("Well, as a large language model I cannot taste honey.", true)]
    [InlineData("I’m just an AI, but that sounds lovely!", true)]
    [InlineData("I am an AI language model.", true)]
    [InlineData("I'm sorry, but I can’t help with that.", true)]
    [InlineData("I cannot assist you with beekeeping.", true)]
    [InlineData("I'm unable to provide advice on bees.", true)]
    [InlineData("I must decline to discuss this.", true)]
    [InlineData("As an AI engineer you must love patterns.", false)]
    [InlineData("So you work as an AI researcher? I can't help but be curious.", false)]
    [InlineData("I can't wait to hear more. I am an aide to nobody.", false)]
    [InlineData("I won't lie, that made me laugh.", false)]
    [InlineData("Did they say \"I can't\"? Help with the bees is hard to find.", false)]
    public void Refusal(string reply, bool isRejected) => Assert.Equal(isRejected, Rejects(new RefusalGate(), reply));

    [Theory]
    [InlineData("How lovely!\nUser: I also sing.", true)]
    [InlineData("**Assistant:** How lovely!", true)]
    [InlineData("How lovely!<|im_end|>", true)]
    [InlineData("[INST] go on", true)]
    [InlineData("<think>The user keeps bees.", true)]
    [InlineData("Oh yes. I keep bees, in the garden behind my house!", true)]
    [InlineData("You said: I keep bees in the garden behind my house.", false)]
    [InlineData("The user: that is you. I like bees too.", false)]
    [InlineData("Is 3 <| 4 |> 2 a joke?", false)]
    public void RoleConfusion(string reply, bool isRejected) => Assert.Equal(isRejected, Rejects(new RoleConfusionGate(), reply));

    // The persona: "She is 40 years old. She keeps bees. She sings in a choir." and "She is blunt. She loves a good joke."
    [Theory]
    [InlineData("Did you know? She sings in a choir!", 5, true)]
    [InlineData("Did you know? She sings in a choir!", 6, false)]
    [InlineData("she LOVES a good joke", 5, true)]
    [InlineData("old. She keeps bees. She", 5, true)]
    [InlineData("She loves a good cry.", 5, false)]
    [InlineData("choir she is blunt", 3, true)]
    public void Leak(string reply, int words, bool isRejected) => Assert.Equal(isRejected, Rejects(new PersonaLeakGate(words), reply));

    [Fact]
    public void WhatWasRevealedOrSaidIsNoLeak()
    {
        var gate = new PersonaLeakGate(5);
        var candidate = Candidate("Tell me: she sings in a choir?");
        Assert.True(gate.Rejects(candidate));
        Assert.False(gate.Rejects(candidate with { Revealed = new RevealedPersona(["She sings in a choir."], []) }));
        Assert.False(gate.Rejects(candidate with { Conversation = [new DialogueMessage(DialogueRole.User, "My sister says she sings in a choir.")] }));
    }

    [Fact]
    public void ReciteIsAShareOfTheWordsRevealedOrNot()
    {
        // Nine words, of which "she keeps bees she sings in a choir" are eight.
        var candidate = Candidate("So: she keeps bees. She sings in a choir.") with { Revealed = new RevealedPersona(["She keeps bees. She sings in a choir."], []) };
        Assert.True(new RecitalGate(0.88).Rejects(candidate));
        Assert.False(new RecitalGate(0.89).Rejects(candidate));
        Assert.False(new RecitalGate(0).Rejects(Candidate("Lovely, and do the bees like your singing?")));
        Assert.False(new RecitalGate(0).Rejects(candidate with { Conversation = [new DialogueMessage(DialogueRole.User, "She keeps bees, she sings in a choir.")] }));
    }

    [Theory]
    [InlineData("abc", "abc", 1)]
    [InlineData("Abc!", "  a,b,c ", 0)]
    [InlineData("ab", "AB.", 1)]
    [InlineData("", "...", 1)]
    [InlineData("", "a", 0)]
    [InlineData("abcd", "abce", 1.0 / 3)] // " ab" "abc" in common; "bcd" "cd " "bce" "ce " not: 2 of 6.
    public void Similarity(string first, string second, double expected)
    {
        Assert.Equal(expected, TextSimilarity.Of(first, second), 12);
        Assert.Equal(expected, TextSimilarity.Of(second, first), 12);
    }

    [Fact]
    public void ADuplicateIsLikeAnotherCandidateARepetitionLikeAnEarlierReply()
    {
        var candidate = Candidate("How lovely, tell me more!") with
        {
            Others = ["How lovely; tell me more."],
            Conversation = [new DialogueMessage(DialogueRole.Assistant, "Tell me a joke."), new DialogueMessage(DialogueRole.User, "How lovely, tell me more!")],
        };
        Assert.True(new DuplicateGate(0.95).Rejects(candidate));
        Assert.False(new DuplicateGate(1).Rejects(candidate));
        Assert.False(new DuplicateGate(0.95).Rejects(candidate with { Others = ["Tell me a joke."] }));
        Assert.False(new RepetitionGate(0.95).Rejects(candidate));
        Assert.True(new RepetitionGate(0.95).Rejects(candidate with { Text = "tell me a joke" }));
    }

    [Theory]
    [InlineData("en", "That sounds like a lovely garden, and the bees must be happy there.", false)]
    [InlineData("en", "Das klingt nach einem schönen Garten, und die Bienen sind sicher nicht allein.", true)]
    [InlineData("de", "Das klingt nach einem schönen Garten, und die Bienen sind sicher nicht allein.", false)]
    [InlineData("de", "That sounds like a lovely garden, and the bees of this place must be happy.", true)]
    [InlineData("fr", "Quel beau jardin, et les abeilles sont dans la maison ?", false)]
    [InlineData("en", "Quel beau jardin, et les abeilles sont dans la maison que vous avez ?", true)]
    [InlineData("en", "这听起来很美。", true)]
    [InlineData("zh", "这听起来很美。", false)]
    [InlineData("zh", "That sounds lovely.", true)]
    [InlineData("ru", "Какой красивый сад!", false)]
    [InlineData("en", "¡Olé!", false)]
    [InlineData("en", "👍 42", false)]
    public void Language(string language, string reply, bool isRejected) => Assert.Equal(isRejected, Rejects(new LanguageGate(language), reply));

    [Fact]
    public void AnUnknownLanguageIsRefusedByName()
        => Assert.Contains("klingon", Assert.Throws<ArgumentException>(() => Gates.Of(new QualityOptions { Language = "klingon" })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Yes.", 4, 100, 9, false)]
    [InlineData("Yes.", 5, 100, 9, true)]
    [InlineData("Yes.", 0, 4, 9, false)]
    [InlineData("Yes.", 0, 3, 9, true)]
    [InlineData("One. Two? It is 3.5!\nFour", 0, 100, 4, false)]
    [InlineData("One. Two? It is 3.5!\nFour", 0, 100, 3, true)]
    [InlineData("好。很好！", 0, 100, 1, true)]
    [InlineData("Well ... !!! :)", 0, 100, 1, false)]
    public void Length(string reply, int min, int max, int sentences, bool isRejected) => Assert.Equal(isRejected, Rejects(new LengthGate(min, max, sentences), reply));

    [Fact]
    public void OptionsTurnGatesOnAndOff()
    {
        Assert.Equal(["empty", "refusal", "role-confusion", "persona-leak", "recital"], Names(new QualityOptions()));
        Assert.Empty(Names(new QualityOptions { RejectEmpty = false, RejectRefusals = false, RejectRoleConfusion = false, LeakedWords = null, MaxRecitedShare = null }));
        var all = new QualityOptions { MaxSimilarity = 0.9, MaxSimilarityToEarlier = 0.9, Language = "en", MaxReplySentences = 3, MoreGates = [new EmptyReplyGate()] };
        Assert.Equal(["duplicate", "repetition", "language", "length", "empty"], Names(all)[5..]);

        static string[] Names(QualityOptions options) => [.. Gates.Of(options).Select(gate => gate.Name)];
    }

    private static bool Rejects(IReplyGate gate, string reply) => gate.Rejects(Candidate(reply));

    private static ReplyCandidate Candidate(string reply)
        => new(reply, ReplySource.Informed, [new DialogueMessage(DialogueRole.User, User)], ScriptedRoles.Persona, RevealedPersona.Nothing, []);
}
