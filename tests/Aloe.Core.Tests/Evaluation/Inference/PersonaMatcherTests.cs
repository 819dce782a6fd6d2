using Aloe.Core.Tests.Doubles;
using Aloe.Evaluation;
using FsCheck.Xunit;

namespace Aloe.Core.Tests.Evaluation.Inference;

public sealed class PersonaMatcherTests
{
    private static readonly Persona Persona = Persona.Create("She keeps bees. She is 40.\nShe lives in No. 5?", "She is blunt. She jokes.");
    private static readonly RevealedPersona Claims = new(["Has bees", "Owns a boat."], ["Witty.\nVery.", "Rude.", "Dull."]);

    [Fact]
    public async Task SentencesAndClaimsAreNumbered()
    {
        var judge = new ScriptedChatClient("""{"facts":[],"traits":[]}""");
        await new PersonaMatcher(judge).MatchAsync(Persona, Claims, seed: 3);
        var call = judge.Calls.Single();
        Assert.Contains("<facts>\n1. She keeps bees.\n2. She is 40.\n3. She lives in No.\n4. 5?\n</facts>", call.LastText, StringComparison.Ordinal);
        Assert.Contains("<claimed_facts>\n1. Has bees\n2. Owns a boat.\n</claimed_facts>", call.LastText, StringComparison.Ordinal);
        Assert.Contains("<traits>\n1. She is blunt.\n2. She jokes.\n</traits>", call.LastText, StringComparison.Ordinal);
        Assert.Contains("<claimed_traits>\n1. Witty. Very.\n2. Rude.\n3. Dull.\n</claimed_traits>", call.LastText, StringComparison.Ordinal);
        Assert.Equal(0, call.Options!.Temperature);
        Assert.NotNull(call.Options.Seed);
    }

    [Fact]
    public async Task CountsAreByClaimAndBySentence()
    {
        // Fact claim 1 goes with sentences 1 and 2; trait claims 1 and 3 with sentence 2.
        var matched = await MatchAsync("""{"facts":[[1,1],[1,2],[1,1]],"traits":[[1,2],[3,2]]}""");
        Assert.Equal(new MatchCounts(Claims: 2, Supported: 1, Truths: 4, Found: 2), matched!.Facts);
        Assert.Equal(new MatchCounts(Claims: 3, Supported: 2, Truths: 2, Found: 1), matched.Traits);
        Assert.Same(Claims, matched.Persona);
        Assert.Equal((0.5, 0.5), (matched.Facts.Precision, matched.Facts.Recall));
        Assert.Equal((2 / 3.0, 0.5), (matched.Traits.Precision, matched.Traits.Recall));
    }

    [Theory]
    [InlineData("""{"facts":[{"claim":1,"sentence":2}],"traits":[{"sentence":"1","claim":"2"}]}""", 1, 1)]
    [InlineData("""{"facts":[["1"," #2. "]],"traits":[]}""", 1, 0)]
    [InlineData("""{"facts":[[0,1],[1,0],[3,1],[1,5],[-1,-1],[1,99999999999]],"traits":[[2147483647,1]]}""", 0, 0)]
    [InlineData("""{"facts":[[1,1],[1],[1,2,3],"2",null,[[2],[2]],{"claim":2}],"traits":[]}""", 1, 0)]
    [InlineData("""Let me see: {"facts":[[2,2]]} no, {"facts":[[1,1],[2,2]],"traits":[[1,2]],}""", 2, 1)]
    [InlineData("""<think>{"facts":[[1,1]],"traits":[[1,1]]}</think>{"facts":[],"traits":null}""", 0, 0)]
    [InlineData("""{"traits":[[1,1]]}""", 0, 1)]
    public async Task AnswersAreReadTolerantly(string answer, int facts, int traits)
    {
        var matched = await MatchAsync(answer);
        Assert.Equal((facts, traits), (matched!.Facts.Supported, matched.Traits.Supported));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Claim 1 is so.")]
    [InlineData("[[1,1]]")]
    [InlineData("""{"facts":[1,1],"traits":2}""")]
    [InlineData("""{"facts":"[[1,1]]"}""")]
    [InlineData("""{"facts":[[1,1]],"traits":[[1""")]
    [InlineData("""{"\ud800":1}""")]
    public async Task WhatStaysUnreadableIsNull(string answer)
    {
        var judge = new ScriptedChatClient(_ => answer);
        Assert.Null(await new PersonaMatcher(judge).MatchAsync(Persona, Claims));
        Assert.Equal(2, judge.Calls.Count);
        Assert.Contains("[[claim,sentence],...]", judge.Calls[1].LastText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARepairedAnswerCounts()
    {
        var matched = await new PersonaMatcher(new ScriptedChatClient("Hm.", """{"facts":[[2,3]],"traits":[]}""")).MatchAsync(Persona, Claims);
        Assert.Equal(new MatchCounts(2, 1, 4, 1), matched!.Facts);
    }

    [Fact]
    public async Task WithoutClaimsNobodyIsAsked()
    {
        var matched = await new PersonaMatcher(new ScriptedChatClient()).MatchAsync(Persona, RevealedPersona.Nothing);
        Assert.Equal(new InferredPersona(RevealedPersona.Nothing, new MatchCounts(0, 0, 4, 0), new MatchCounts(0, 0, 2, 0)), matched);
        Assert.Null(matched!.Facts.Precision);
        Assert.Equal(0, matched.Facts.Recall);
    }

    [Fact]
    public async Task ClaimsOfOneKindAreEnough()
    {
        var judge = new ScriptedChatClient("""{"facts":[[1,1]],"traits":[[1,1]]}""");
        var matched = await new PersonaMatcher(judge).MatchAsync(Persona, new RevealedPersona([], ["Witty."]));
        Assert.Contains("<claimed_facts>\n(none)\n</claimed_facts>", judge.Calls[0].LastText, StringComparison.Ordinal);
        Assert.Equal(new MatchCounts(0, 0, 4, 0), matched!.Facts);
        Assert.Equal(new MatchCounts(1, 1, 2, 1), matched.Traits);
    }

    [Property]
    public async Task CountsNeverExceedWhatThereIs(int[] claims, int[] sentences)
    {
        var pairs = string.Join(',', claims.Zip(sentences, (claim, sentence) => $"[{claim},{sentence}]"));
        var judge = new ScriptedChatClient($$"""{"facts":[{{pairs}}],"traits":[{{pairs}}]}""");
        var matched = (await new PersonaMatcher(judge).MatchAsync(Persona, Claims))!;
        Assert.All([matched.Facts, matched.Traits], counts =>
        {
            Assert.InRange(counts.Supported, 0, counts.Claims);
            Assert.InRange(counts.Found, 0, counts.Truths);
            Assert.Equal(counts.Supported == 0, counts.Found == 0);
        });
    }

    private static Task<InferredPersona?> MatchAsync(string answer) => new PersonaMatcher(new ScriptedChatClient(answer)).MatchAsync(Persona, Claims);
}
