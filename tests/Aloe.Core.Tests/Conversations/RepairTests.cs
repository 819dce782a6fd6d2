using System.Text.Json;
using Aloe.Conversations;
using Aloe.Core.Tests.Doubles;
using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Conversations;

/// <summary>Schemas for the inducer and the judge, the repair round, and what is counted.</summary>
public sealed class RepairTests
{
    private const string Broken = """{"facts":["She keeps bees."],""";

    [Fact]
    public async Task AnUnreadableAnswerIsShownToTheModelWithTheTaskAndTheForm()
    {
        var script = new ScriptedRoles { Inducer = new ScriptedChatClient(Broken, """{"facts":["She keeps bees."],"traits":[]}""") };
        var turn = await TurnAsync(script);
        Assert.Equal(["She keeps bees."], turn.Revealed.Facts);
        Assert.Equal((1, 0), (turn.Notes.RepairRounds, turn.Notes.Unreadable));

        var (first, second) = (script.Inducer.Calls[0], script.Inducer.Calls[1]);
        Assert.StartsWith(first.LastText, second.LastText, StringComparison.Ordinal);
        Assert.Contains($"<answer>\n{Broken}\n</answer>", second.LastText, StringComparison.Ordinal);
        Assert.EndsWith("""{"facts":[...],"traits":[...]}""", second.LastText, StringComparison.Ordinal);
        Assert.NotEqual(first.Options!.Seed, second.Options!.Seed);
    }

    [Fact]
    public async Task WhatStaysUnreadableIsCountedAndRevealsNothing()
    {
        var script = new ScriptedRoles { Inducer = new ScriptedChatClient(_ => Broken), Judge = new ScriptedChatClient(_ => "Hm.") };
        var turn = await TurnAsync(script);
        Assert.Equal(RevealedPersona.Nothing, turn.Revealed);
        Assert.True(turn.IsTie);
        Assert.Equal(2, script.Inducer.Calls.Count);
        Assert.Equal(4, script.Judge.Calls.Count);
        Assert.Equal((3, 3), (turn.Notes.RepairRounds, turn.Notes.Unreadable));
        Assert.All(turn.Notes.Verdicts, verdict => Assert.Equal(JudgeChoice.Unreadable, verdict.Choice));
    }

    [Fact]
    public async Task ALongUnreadableAnswerIsShownInPart()
    {
        var script = new ScriptedRoles { Inducer = new ScriptedChatClient(new string('x', 1_000_000), "{\"facts\":[]}") };
        await TurnAsync(script);
        Assert.InRange(script.Inducer.Calls[1].LastText.Length - script.Inducer.Calls[0].LastText.Length, 2_000, 3_000);
    }

    [Fact]
    public async Task InventedFactsAndTraitsAreDroppedAndCounted()
    {
        var script = new ScriptedRoles { Inducer = new ScriptedChatClient("""{"facts":["She keeps bees.","She keeps wasps.","..."],"traits":["She is kind."]}""") };
        var turn = await TurnAsync(script);
        Assert.Equal(new RevealedPersona(["She keeps bees."], []), turn.Revealed);
        Assert.Equal(2, turn.Notes.Invented);
    }

    [Theory]
    [InlineData(StructuredOutput.On, null, true)]
    [InlineData(StructuredOutput.Off, "openai", false)]
    [InlineData(StructuredOutput.Auto, null, false)]
    [InlineData(StructuredOutput.Auto, "another", false)]
    [InlineData(StructuredOutput.Auto, "openai", true)]
    [InlineData(StructuredOutput.Auto, "ollama", true)]
    public async Task ASchemaIsGivenWhereItIsTaken(StructuredOutput option, string? provider, bool isGiven)
    {
        var script = new ScriptedRoles();
        IChatClient Named(IChatClient client) => new NamedChatClient(client, provider);
        var roles = new AloeRoles
        {
            User = Named(script.User),
            Inducer = Named(script.Inducer),
            Preferred = Named(script.Preferred),
            Rejected = Named(script.Rejected),
            Judge = Named(script.Judge),
        };
        var options = new ConversationTreeOptions { Turns = 1, Quality = { StructuredOutput = option } };
        await new ConversationTreeBuilder(roles).BuildAsync(new TreeRequest("t", ScriptedRoles.Persona), options);
        Assert.All(new[] { script.User, script.Preferred, script.Rejected }, client => Assert.Null(client.Calls[0].Options!.ResponseFormat));
        Assert.All(new[] { (script.Inducer, "facts"), (script.Judge, "preferred") }, role =>
        {
            var format = role.Item1.Calls[0].Options!.ResponseFormat as ChatResponseFormatJson;
            Assert.Equal(isGiven, format is not null);
            Assert.Equal(isGiven, format?.Schema is { ValueKind: JsonValueKind.Object } schema && schema.GetProperty("properties").TryGetProperty(role.Item2, out _));
        });
    }

    [Theory]
    [InlineData("""{"preferred":"A"}""", JudgeChoice.First)]
    [InlineData("""{"preferred":"b."}""", JudgeChoice.Second)]
    [InlineData("""{"preferred":"reply_b"}""", JudgeChoice.Second)]
    [InlineData("""{"preferred":"Tie"}""", JudgeChoice.Tie)]
    [InlineData("""{"preferred":"neither"}""", JudgeChoice.Tie)]
    [InlineData("{'preferred': 'A', // warm\n}", JudgeChoice.First)]
    [InlineData("**Reply A**", JudgeChoice.First)]
    [InlineData("<think>A? B?</think>\nB", JudgeChoice.Second)]
    [InlineData("""<think>{"preferred":"A"}</think>{"preferred":"B"}""", JudgeChoice.Second)]
    [InlineData("""{"reason":"A is warm"} {"preferred":"B"}""", JudgeChoice.Second)]
    [InlineData("""{"preferred":"A"} or {"preferred":"B"}""", JudgeChoice.Unreadable)]
    [InlineData("""<think>{"preferred":"A"}""", JudgeChoice.Unreadable)]
    [InlineData("""{"preferred":"A or B"}""", JudgeChoice.Unreadable)]
    [InlineData("""{"preferred":"\ud800"}""", JudgeChoice.Unreadable)]
    [InlineData("A good question.", JudgeChoice.Unreadable)]
    [InlineData("", JudgeChoice.Unreadable)]
    public void AJudgeIsRead(string answer, JudgeChoice expected)
    {
        Assert.Equal(expected != JudgeChoice.Unreadable, JudgeAnswer.TryParse(answer, out var choice));
        Assert.Equal(expected, choice);
    }

    [Fact]
    public void OfSeveralListsTheLastCounts()
    {
        Assert.True(InducerAnswer.TryParse("""{"facts":["a","b"],"traits":["c"]} No: {"facts":["a"]}""", out var answer));
        Assert.Equal(["a"], answer.Facts);
        Assert.Equal(["c"], answer.Traits);
    }

    private static async Task<Turn> TurnAsync(ScriptedRoles script)
        => (await new ConversationTreeBuilder(script.Roles).BuildAsync(new TreeRequest("t", ScriptedRoles.Persona), new ConversationTreeOptions { Turns = 1 })).Turns[0];
}
