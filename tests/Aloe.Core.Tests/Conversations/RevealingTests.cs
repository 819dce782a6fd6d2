using Aloe.Conversations;
using Aloe.Core.Tests.Doubles;

namespace Aloe.Core.Tests.Conversations;

/// <summary>What an inducer's answers come to.</summary>
public sealed class RevealingTests
{
    [Fact]
    public async Task WhatWasRevealedStaysRevealedInTheOrderAndWordsOfThePersona()
    {
        var revealed = await RevealedAsync(
            """{"facts":["she SINGS in a choir"],"traits":["She loves a good joke!"]}""",
            """{"facts":["She keeps   bees."],"traits":[]}""",
            "nothing readable",
            """{"facts":["She sings in a choir.","She keeps bees."],"traits":["She is blunt."]}""");
        Assert.Equal(new RevealedPersona(["She sings in a choir."], ["She loves a good joke."]), revealed[0]);
        Assert.Equal(new RevealedPersona(["She keeps bees.", "She sings in a choir."], ["She loves a good joke."]), revealed[1]);
        Assert.Equal(revealed[1], revealed[2]);
        Assert.Equal(new RevealedPersona(["She keeps bees.", "She sings in a choir."], ["She is blunt.", "She loves a good joke."]), revealed[3]);
    }

    [Theory]
    [InlineData("""{"facts":["She keeps wasps."],"traits":["She is blunt and rude."]}""")]
    [InlineData("""{"facts":["She is blunt."],"traits":["She keeps bees."]}""")]
    [InlineData("""{"facts":["", "...", null, 7, {}],"traits":{}}""")]
    [InlineData("""{"facts":["\ud800"],"traits":3}""")]
    [InlineData("""{"FACTS":["She keeps bees."]}""")]
    [InlineData("""{"facts":["She keeps bees."],""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task WhatIsMadeUpOrUnreadableRevealsNothing(string answer)
        => Assert.Equal(RevealedPersona.Nothing, (await RevealedAsync(answer))[0]);

    [Theory]
    [InlineData("""{"facts":"She keeps bees."}""")]
    [InlineData("```json\n{\"facts\":[\"She keeps bees.\"],\"traits\":[]}\n```")]
    [InlineData("{thinking} The answer is {\"traits\":[],\"facts\":[\"She keeps bees.\", \"keeps bees\"]}, I think.")]
    public async Task SmallDeviationsAreForgiven(string answer)
        => Assert.Equal(new RevealedPersona(["She keeps bees."], []), (await RevealedAsync(answer))[0]);

    [Fact]
    public void ALongerPassageTakesTheShorterOnesIn()
    {
        var passages = new PersonaPassages("He bakes bread at night; it's rye. 他喜欢面包。 Él vive en Málaga.");
        passages.Reveal("bread at night");
        Assert.Equal(["bread at night;"], passages.Revealed);
        passages.Reveal("he bakes bread at night it s rye");
        passages.Reveal("bakes bread");
        passages.Reveal("él vive en málaga");
        passages.Reveal("他喜欢面包");
        Assert.Equal(["He bakes bread at night; it's rye.", "他喜欢面包。", "Él vive en Málaga."], passages.Revealed);
    }

    private static async Task<List<RevealedPersona>> RevealedAsync(params string[] answers)
    {
        var script = new ScriptedRoles { Inducer = new ScriptedChatClient(answers) };
        var tree = await new ConversationTreeBuilder(script.Roles)
            .BuildAsync(new TreeRequest("t", ScriptedRoles.Persona), new ConversationTreeOptions { Turns = answers.Length, Quality = { RepairAnswers = false } });
        return [.. tree.Turns.Select(turn => turn.Revealed)];
    }
}
