using System.Text.RegularExpressions;
using Aloe.Conversations;
using Aloe.Core.Tests.Doubles;

namespace Aloe.Core.Tests.Conversations;

/// <summary>Trees of other shapes than the published one.</summary>
public sealed partial class TreeShapeTests
{
    /// <summary>A judge that prefers the longer text, in any order.</summary>
    private readonly ScriptedRoles _script = new()
    {
        Preferred = new ScriptedChatClient(call => $"informed {Length(call.Options!.Seed!.Value)}"),
        Rejected = new ScriptedChatClient(call => $"uninformed {Length(call.Options!.Seed!.Value)}"),
        Judge = new ScriptedChatClient(call => Replies(call) is var (a, b) && a.Length == b.Length ? """{"preferred":"tie"}""" : a.Length > b.Length ? """{"preferred":"A"}""" : """{"preferred":"B"}"""),
    };

    [Fact]
    public async Task CandidatesAreRankedByTheComparisonsTheyWin()
    {
        var tree = await BuildAsync(new() { Turns = 6, InformedReplies = 2, UninformedReplies = 2, Seed = 3 });

        Assert.Equal(6 * 6, _script.Judge.Calls.Select(call => call.LastText).Distinct().Count());
        foreach (var turn in tree.Turns)
        {
            Assert.Equal(4, turn.Replies.Count);
            Assert.Equal(turn.Replies.Select(reply => reply.Text.Length).OrderDescending(), turn.Replies.Select(reply => reply.Text.Length));
            Assert.Equal(2, turn.Replies.Count(reply => reply.Source == ReplySource.Informed));
            Assert.All(turn.Replies, reply => Assert.StartsWith(reply.Source == ReplySource.Informed ? "informed" : "uninformed", reply.Text, StringComparison.Ordinal));

            // Notes name replies by their places in the ranking: a better one has the smaller place.
            Assert.All(turn.Notes.Verdicts.Where(verdict => verdict.Winner is not null), verdict => Assert.Equal(Math.Min(verdict.First, verdict.Second), verdict.Winner));
        }

        Assert.Equal(8, (await BuildAsync(new() { Turns = 1, InformedReplies = 5, UninformedReplies = 3 })).Turns[0].Replies.Count);
    }

    [Theory]
    [InlineData(TrunkPolicy.Preferred, 0.0, 1.0, 1.0)]
    [InlineData(TrunkPolicy.EpsilonGreedy, 0.4, 0.64, 0.76)]
    [InlineData(TrunkPolicy.EpsilonGreedy, 0.0, 1.0, 1.0)]
    [InlineData(TrunkPolicy.Random, 0.4, 0.44, 0.56)]
    public async Task ThePolicyDecidesHowOftenThePreferredReplyGoesOn(TrunkPolicy policy, double epsilon, double low, double high)
    {
        var options = new ConversationTreeOptions { Turns = 100, TrunkPolicy = policy, Epsilon = epsilon, InformedReplies = 2, UninformedReplies = 2 };
        var trees = await new ConversationTreeBuilder(new ScriptedRoles().Roles).BuildAllAsync(ScriptedRoles.Requests(8), options).ToListAsync();
        var places = trees.SelectMany(tree => tree.Turns).Select(turn => turn.TrunkPlace).ToList();

        // 800 draws: a standard deviation is at most 0.018. Epsilon draws the preferred one of four, too: 0.6 + 0.4 / 4 = 0.7.
        Assert.InRange(places.Count(place => place == 0) / 800.0, low, high);
        Assert.True(low == 1 || places.Distinct().Count() == 4);
    }

    [Fact]
    public async Task BranchesGrowFromEveryReplyThatTheTrunkLeft()
    {
        var options = new ConversationTreeOptions { Turns = 4, BranchUntilTurn = 2, Seed = 3 };
        var tree = await BuildAsync(options);

        // The trunk; one branch at turn 1 with 3 turns; of the two turns at depth 2 one branch each, with 2 turns.
        Assert.Equal(4 + 3 + 2 + 2, tree.Turns.Count);
        Assert.Equal(Enumerable.Range(1, 11), tree.Turns.Select(turn => turn.Number));
        Assert.Equal([5, 8, 10], tree.Turns.Where(turn => turn.Parent is not null).Select(turn => turn.Number));
        Assert.Equal([1, 2, 5], tree.Turns.Select(turn => turn.Parent?.Turn).OfType<int>());
        foreach (var turn in tree.Turns)
        {
            var asked = _script.User.Calls[turn.Number - 1].Messages.Skip(2).Select(message => message.Text);
            Assert.Equal(asked, tree.PromptOf(turn.Number).SkipLast(1).Select(message => message.Text));
        }

        // The trunk is the same without branches, and each turn of the tree is a turn of one of its straight parts.
        Assert.Equal((await BuildAsync(new() { Turns = 4, Seed = 3 })).Turns, tree.Turns.Take(4));
        var trunks = tree.Trunks().ToList();
        Assert.Equal(["t", "t/1", "t/2", "t/3"], trunks.Select(trunk => trunk.Id));
        Assert.All(trunks, trunk => Assert.Equal(4, trunk.Turns.Count));
        Assert.Equal(tree.Pairs().Select(pair => (pair.Chosen, string.Join('|', pair.Prompt))).Order(), trunks.SelectMany(trunk => trunk.Pairs()).Select(pair => (pair.Chosen, string.Join('|', pair.Prompt))).Order());
    }

    [Fact]
    public async Task ATreeStopsAtItsBudgetButTheTrunkIsWhole()
    {
        Assert.Equal(6, (await BuildAsync(new() { Turns = 4, BranchUntilTurn = 3, MaxTurnsInTree = 6 })).Turns.Count);
        Assert.Equal(4, (await BuildAsync(new() { Turns = 4, BranchUntilTurn = 3, MaxTurnsInTree = 1 })).Turns.Count);
        var whole = await BuildAsync(new() { Turns = 4, BranchUntilTurn = 3, MaxTurnsInTree = 1000 });
        var cut = await BuildAsync(new() { Turns = 4, BranchUntilTurn = 3, MaxTurnsInTree = 9 });
        Assert.Equal(15, whole.Turns.Count);
        Assert.Equal(whole.Turns.Take(9), cut.Turns);
    }

    [Fact]
    public async Task AJudgeSeesBothOrdersAndMustAgreeWithItself()
    {
        var first = new ScriptedRoles { Judge = new ScriptedChatClient(_ => """{"preferred":"A"}""") };
        var biased = await BuildAsync(first, new() { Turns = 3, JudgeOrder = JudgeOrder.Both });
        Assert.Equal(6, first.Judge.Calls.Count);
        Assert.All(biased.Turns, turn => Assert.True(turn.IsTie));
        Assert.All(biased.Turns, turn => Assert.Equal([0, 1], turn.Notes.Verdicts.Select(verdict => verdict.Winner!.Value).Order()));

        var fair = await BuildAsync(new ScriptedRoles(), new() { Turns = 3, JudgeOrder = JudgeOrder.Both });
        Assert.All(fair.Turns, turn => Assert.Equal((false, ReplySource.Informed, 2), (turn.IsTie, turn.PreferredSource, turn.Notes.Verdicts.Count)));
    }

    [Fact]
    public void PairsOfARankingCanBeChosen()
    {
        var turn = new Turn(1, "u", "a", "d", ReplyKind.Preferred, ReplySource.Informed, false, RevealedPersona.Nothing) { Between = [new("b", ReplySource.Informed), new("c", ReplySource.Informed)] };
        var tree = new ConversationTree("t", ScriptedRoles.Persona, [turn]);
        string Pairs(PairChoice choice) => string.Join(' ', tree.Pairs(choice).Select(pair => pair.Chosen + pair.Rejected));
        Assert.Equal("ad", Pairs(PairChoice.BestAndWorst));
        Assert.Equal("ab bc cd", Pairs(PairChoice.Neighbours));
        Assert.Equal("ab ac ad bc bd cd", Pairs(PairChoice.All));
        var equal = new ConversationTree("t", ScriptedRoles.Persona, [turn with { Wins = [3, 1, 1, 0] }]);
        Assert.Equal("ab ac ad bd cd", string.Join(' ', equal.Pairs(PairChoice.All).Select(pair => pair.Chosen + pair.Rejected)));
        Assert.Equal("t#1.2-4", tree.Pairs(PairChoice.All).Single(pair => pair.Chosen + pair.Rejected == "bd").Id);
    }

    private Task<ConversationTree> BuildAsync(ConversationTreeOptions options) => BuildAsync(_script, options);

    private static Task<ConversationTree> BuildAsync(ScriptedRoles script, ConversationTreeOptions options)
        => new ConversationTreeBuilder(script.Roles).BuildAsync(new TreeRequest("t", ScriptedRoles.Persona), options);

    private static string Length(long seed) => new('x', 1 + (int)((ulong)seed % 997));

    private static (string A, string B) Replies(RecordedCall call)
    {
        var match = Reply().Matches(call.LastText);
        return (match[0].Groups[1].Value, match[1].Groups[1].Value);
    }

    [GeneratedRegex(@"<reply_[ab]>\n(.*?)\n</reply_[ab]>", RegexOptions.Singleline)]
    private static partial Regex Reply();
}
