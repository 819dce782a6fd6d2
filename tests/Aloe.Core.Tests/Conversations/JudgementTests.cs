using Aloe.Conversations;
using Aloe.Core.Tests.Doubles;

namespace Aloe.Core.Tests.Conversations;

/// <summary>Order, retries and ties.</summary>
public sealed class JudgementTests
{
    [Fact]
    public async Task AJudgeThatAlwaysTakesTheFirstReplyFavoursNeitherSide()
    {
        var script = new ScriptedRoles { Judge = new ScriptedChatClient(_ => """{"preferred":"A"}""") };
        var sources = await SourcesAsync(script, turns: 100, trees: 8);
        var share = sources.Count(source => source == ReplySource.Informed) / (double)sources.Count;

        // 800 fair draws: a standard deviation is 0.018.
        Assert.InRange(share, 0.43, 0.57);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AJudgeThatReadsTheRepliesWinsWhereverTheyStand(bool isForInformed)
    {
        var script = new ScriptedRoles
        {
            Judge = new ScriptedChatClient(call => ScriptedRoles.IsInformedFirst(call) == isForInformed ? """{"preferred":"A"}""" : """{"preferred":"B"}"""),
        };
        var sources = await SourcesAsync(script, turns: 50, trees: 1);
        Assert.All(sources, source => Assert.Equal(isForInformed ? ReplySource.Informed : ReplySource.Uninformed, source));
        Assert.Contains(script.Judge.Calls, ScriptedRoles.IsInformedFirst);
        Assert.Contains(script.Judge.Calls, call => !ScriptedRoles.IsInformedFirst(call));
    }

    [Theory]
    [InlineData("""{"preferred":"tie"}""")]
    [InlineData("I cannot say.")]
    [InlineData("""{"preferred":1}""")]
    [InlineData("""{"better":"A"}""")]
    [InlineData("")]
    public async Task AnUndecidedTurnIsAskedAgainInTheOtherOrderAndThenATie(string answer)
    {
        var script = new ScriptedRoles { Judge = new ScriptedChatClient(_ => answer) };
        var tree = await BuildAsync(script, new ConversationTreeOptions { Turns = 2, JudgeAttempts = 3, Quality = { RepairAnswers = false } });

        Assert.Equal(6, script.Judge.Calls.Count);
        foreach (var turn in script.Judge.Calls.Select(ScriptedRoles.IsInformedFirst).Chunk(3))
        {
            Assert.Equal([turn[0], !turn[0], turn[0]], turn);
        }

        Assert.Equal(3, script.Judge.Calls.Take(3).Select(call => call.Options!.Seed).Distinct().Count());
        Assert.All(tree.Turns, turn => Assert.True(turn.IsTie));
        Assert.All(tree.Turns, turn => Assert.StartsWith("informed", turn.Preferred, StringComparison.Ordinal));
        Assert.Empty(tree.Pairs());
    }

    [Fact]
    public async Task ASecondAnswerThatDecidesCounts()
    {
        var asked = 0;
        var script = new ScriptedRoles
        {
            Judge = new ScriptedChatClient(call => asked++ == 0 ? """{"preferred":"tie"}""" : ScriptedRoles.IsInformedFirst(call) ? """{"preferred":"b"}""" : """{"preferred":"a"}"""),
        };
        var turn = (await BuildAsync(script, new ConversationTreeOptions { Turns = 1 })).Turns[0];
        Assert.False(turn.IsTie);
        Assert.Equal(ReplySource.Uninformed, turn.PreferredSource);
        Assert.StartsWith("uninformed", turn.Preferred, StringComparison.Ordinal);
        Assert.StartsWith("informed", turn.Rejected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(0.25, 0.19, 0.31)]
    public async Task TheTrunkIsDrawnWithTheGivenProbability(double probability, double min, double max)
    {
        var options = new ConversationTreeOptions { Turns = 100, PreferredTrunkProbability = probability };
        var trees = await new ConversationTreeBuilder(new ScriptedRoles().Roles).BuildAllAsync(ScriptedRoles.Requests(8), options).ToListAsync();
        var trunk = trees.SelectMany(tree => tree.Turns).Select(turn => turn.Trunk == ReplyKind.Preferred ? 1.0 : 0).Average();
        Assert.InRange(trunk, min, max);
    }

    private static Task<ConversationTree> BuildAsync(ScriptedRoles script, ConversationTreeOptions options)
        => new ConversationTreeBuilder(script.Roles).BuildAsync(new TreeRequest("t", ScriptedRoles.Persona), options);

    private static async Task<List<ReplySource>> SourcesAsync(ScriptedRoles script, int turns, int trees)
    {
        var built = await new ConversationTreeBuilder(script.Roles)
            .BuildAllAsync(ScriptedRoles.Requests(trees), new ConversationTreeOptions { Turns = turns }).ToListAsync();
        return [.. built.SelectMany(tree => tree.Turns).Select(turn => turn.PreferredSource)];
    }
}
