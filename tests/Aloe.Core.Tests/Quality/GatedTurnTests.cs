using Aloe.Conversations;
using Aloe.Core.Tests.Doubles;

namespace Aloe.Core.Tests.Quality;

/// <summary>What becomes of rejected replies, and what a turn's notes tell of it.</summary>
public sealed class GatedTurnTests
{
    private const string Refusal = "I can't help with that.";

    [Fact]
    public async Task ARejectedReplyIsAskedForAgainWithAnotherSeed()
    {
        var script = new ScriptedRoles { Rejected = new ScriptedChatClient(Refusal, "Fine.") };
        var turn = await TurnAsync(script, new QualityOptions());
        Assert.Equal("Fine.", turn.Rejected);
        Assert.Equal([new GateHit("refusal", 1, false)], turn.Notes.Gates);
        Assert.Equal(1, turn.Notes.AskedAgain);
        Assert.Equal(script.Rejected.Calls[0].Lines, script.Rejected.Calls[1].Lines);
        Assert.NotEqual(script.Rejected.Calls[0].Options!.Seed, script.Rejected.Calls[1].Options!.Seed);
        Assert.Single(script.Preferred.Calls);
    }

    [Fact]
    public async Task WhatIsRejectedEveryTimeIsKeptAndMarked()
    {
        var script = new ScriptedRoles { Rejected = new ScriptedChatClient(_ => Refusal) };
        var turn = await TurnAsync(script, new QualityOptions { ReplyAttempts = 3 });
        Assert.Equal(Refusal, turn.Rejected);
        Assert.Equal([new GateHit("refusal", 1, false), new GateHit("refusal", 1, false), new GateHit("refusal", 1, true)], turn.Notes.Gates);
        Assert.Equal(2, turn.Notes.AskedAgain);
        Assert.Equal(3, script.Rejected.Calls.Count);
    }

    [Fact]
    public async Task OrTheTurnFailsNamingTheGate()
    {
        var script = new ScriptedRoles { Rejected = new ScriptedChatClient(_ => Refusal) };
        var failure = await Assert.ThrowsAsync<ConversationTreeException>(() => TurnAsync(script, new QualityOptions { WhenRejected = RejectedReplyPolicy.Fail }));
        Assert.Equal("Tree t, turn 1, role rejected: gate refusal rejected the reply, asked for 2 times.", failure.Message);
    }

    [Fact]
    public async Task OfTwoNearDuplicatesTheLaterIsReplaced()
    {
        var script = new ScriptedRoles { Preferred = new ScriptedChatClient("informed: hello"), Rejected = new ScriptedChatClient("Informed, hello!", "Good day.") };
        var turn = await TurnAsync(script, new QualityOptions { MaxSimilarity = 0.95 });
        Assert.Equal(("informed: hello", "Good day."), (turn.Preferred, turn.Rejected));
        Assert.Equal([new GateHit("duplicate", 1, false)], turn.Notes.Gates);
    }

    [Fact]
    public async Task AReplyThatPassedIsLookedAtAgainWhenTheOtherOneChanges()
    {
        var script = new ScriptedRoles { Preferred = new ScriptedChatClient(Refusal, "Good day."), Rejected = new ScriptedChatClient("Good day.", "Hello.") };
        var turn = await TurnAsync(script, new QualityOptions { MaxSimilarity = 0.95, ReplyAttempts = 3 });
        Assert.Equal(["duplicate", "refusal"], turn.Notes.Gates.Select(hit => hit.Gate).Order());
        Assert.Equal(["Good day.", "Hello."], new[] { turn.Preferred, turn.Rejected }.Order());
    }

    [Fact]
    public async Task AnEmptyReplyFailsAtOnceWhereItIsNotAskedForAgain()
    {
        var script = new ScriptedRoles { Rejected = new ScriptedChatClient(" ") };
        var failure = await Assert.ThrowsAsync<ConversationTreeException>(() => TurnAsync(script, new QualityOptions { RejectEmpty = false }));
        Assert.Equal("Tree t, turn 1, role rejected: the reply was empty, asked for once.", failure.Message);
    }

    [Fact]
    public async Task NotesNameRepliesByTheirRank()
    {
        // The judge prefers the uninformed reply, so that it comes first.
        var script = new ScriptedRoles
        {
            Rejected = new ScriptedChatClient(Refusal, "Fine."),
            Judge = new ScriptedChatClient(call => ScriptedRoles.IsInformedFirst(call) ? """{"preferred":"B"}""" : """{"preferred":"A"}"""),
        };
        var turn = await TurnAsync(script, new QualityOptions());
        Assert.Equal(new GateHit("refusal", 0, false), Assert.Single(turn.Notes.Gates));
        Assert.Equal(0, Assert.Single(turn.Notes.Verdicts).Winner);
        Assert.Equal(turn.Notes, turn.Notes.Ranked([1, 0]).Ranked([1, 0]));
        Assert.Throws<ArgumentException>(() => turn.Notes.Ranked([1, 2]));
    }

    private static async Task<Turn> TurnAsync(ScriptedRoles script, QualityOptions quality)
    {
        var options = new ConversationTreeOptions { Turns = 1, Quality = quality };
        return (await new ConversationTreeBuilder(script.Roles).BuildAsync(new TreeRequest("t", ScriptedRoles.Persona), options)).Turns[0];
    }
}
