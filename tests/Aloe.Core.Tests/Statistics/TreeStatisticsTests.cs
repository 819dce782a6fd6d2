using Aloe.Core.Tests.Doubles;
using Aloe.Data;
using Aloe.Statistics;

namespace Aloe.Core.Tests.Statistics;

/// <summary>Statistics of two trees that were counted by hand.</summary>
public sealed class TreeStatisticsTests
{
    private static readonly ConversationTree First = new("t1", ScriptedRoles.Persona,
    [
        new Turn(1, Text(10), Text(60), Text(40), ReplyKind.Preferred, ReplySource.Informed, false, Revealed(1, 0))
        {
            Notes = new TurnNotes { Gates = [new("refusal", 1, false)], AskedAgain = 1, Verdicts = [new(0, 1, JudgeChoice.First)] },
        },
        new Turn(2, Text(10), Text(30), Text(30), ReplyKind.Preferred, ReplySource.Uninformed, false, Revealed(2, 1))
        {
            Notes = new TurnNotes { Invented = 2, RepairRounds = 1, Verdicts = [new(1, 0, JudgeChoice.Second), new(0, 1, JudgeChoice.Second)] },
        },
    ]);

    private static readonly ConversationTree Second = new("t2", ScriptedRoles.Persona,
    [
        new Turn(1, Text(60), Text(500), Text(5), ReplyKind.Rejected, ReplySource.Informed, true, RevealedPersona.Nothing)
        {
            Notes = new TurnNotes
            {
                Gates = [new("refusal", 0, false), new("refusal", 0, true), new("length", 1, true)],
                AskedAgain = 2,
                Unreadable = 1,
                Verdicts = [new(0, 1, JudgeChoice.Tie), new(1, 0, JudgeChoice.Unreadable)],
            },
        },
    ]);

    [Fact]
    public void CountsWhatTheTreesHold()
    {
        var all = Of(First, Second).ToStatistics();
        Assert.Equal((2, 3, 1, 2), (all.Trees, all.Turns, all.Ties, all.Pairs));
        Assert.Equal(new Proportion(3, 6), all.Accepted);
        Assert.Equal((3, 2, 1, 1), (all.AskedAgain, all.Invented, all.RepairRounds, all.Unreadable));
        Assert.Equal([("length", new GateCount(1, 1)), ("refusal", new GateCount(3, 1))], all.Gates.Select(gate => (gate.Key, gate.Value)));
    }

    [Fact]
    public void CountsHowTheJudgeCompared()
        => Assert.Equal(
            new JudgeStatistics(5, 1, 1, FirstShown: new(1, 3), Disagreements: new(1, 1), LongerPreferred: new(1, 1), InformedPreferred: new(1, 2), OwnModelPreferred: null),
            Of(First, Second).ToStatistics().Judge);

    [Fact]
    public void OrdersThatAgreeAreNoDisagreement()
    {
        var turn = First.Turns[0] with { Notes = new TurnNotes { Verdicts = [new(0, 1, JudgeChoice.First), new(1, 0, JudgeChoice.Second), new(1, 2, JudgeChoice.First)] } };
        Assert.Equal(new Proportion(0, 1), Of(First with { Turns = [turn] }).ToStatistics().Judge.Disagreements);
    }

    [Fact]
    public void CountsByTurnAndByLength()
    {
        var all = Of(First, Second).ToStatistics();
        Assert.Equal([new TurnStatistics(1, 2, 1, 0.5, 0, new(1, 1)), new TurnStatistics(2, 1, 0, 2, 1, new(0, 1))], all.ByTurn);
        Assert.Equal(80 / 3.0, all.Lengths.User.Mean);
        Assert.Equal([2, 1], all.Lengths.User.Counts);
        Assert.Equal((45.0, 35.0), (all.Lengths.Preferred.Mean, all.Lengths.Rejected.Mean));
        Assert.Equal([1, 1], all.Lengths.Preferred.Counts);
        Assert.Equal([2], all.Lengths.Rejected.Counts);
    }

    [Fact]
    public async Task OrderAndDivisionOfTheTreesDoNotMatter()
    {
        var merged = Of(Second);
        merged.Merge(Of(First));
        merged.Merge(new TreeStatistics());
        Assert.Equal(await JsonAsync(Of(First, Second)), await JsonAsync(merged));
    }

    [Theory]
    [InlineData("m1", "m1", "m2", 1L)]
    [InlineData("m2", "m1", "m2", 1L)]
    [InlineData("m1", "m1", "m1", null)]
    [InlineData("m3", "m1", "m2", null)]
    [InlineData(null, null, "m2", null)]
    public void SelfPreferenceIsKnownWhereOneResponderRunsTheJudgesModel(string? judge, string? informed, string? uninformed, long? wins)
    {
        var script = new ScriptedRoles();
        var roles = new AloeRoles
        {
            User = script.User,
            Inducer = script.Inducer,
            Judge = new NamedChatClient(script.Judge, "p", judge),
            Preferred = new NamedChatClient(script.Preferred, "p", informed),
            Rejected = new NamedChatClient(script.Rejected, "p", uninformed),
        };
        var statistics = new TreeStatistics(roles);
        statistics.Add(First);
        Assert.Equal(wins is { } count ? new Proportion(count, 2) : null, statistics.ToStatistics().Judge.OwnModelPreferred);
    }

    [Theory]
    [InlineData(8, 10, 0.4901625, 0.9433178)]
    [InlineData(0, 10, 0, 0.2775328)]
    [InlineData(10, 10, 0.7224672, 1)]
    public void AProportionHasWilsonsInterval(int count, int total, double low, double high)
    {
        var proportion = new Proportion(count, total);
        Assert.Equal(low, proportion.Low!.Value, 6);
        Assert.Equal(high, proportion.High!.Value, 6);
        Assert.Equal(new Proportion(0, 0), new Proportion(0, 0) with { Count = 0 });
        Assert.Null(new Proportion(0, 0).Share);
    }

    [Fact]
    public async Task AReportIsReadBackAndAForeignFileIsRefusedByName()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("run-report.json");
        await RunReportFile.WriteAsync(Of(First, Second).ToStatistics(), path);
        var text = await File.ReadAllTextAsync(path);
        Assert.Contains("\"share\": 0.5", text, StringComparison.Ordinal);
        var read = await RunReportFile.ReadAsync(path);
        await RunReportFile.WriteAsync(read, path);
        Assert.Equal(text, await File.ReadAllTextAsync(path));

        foreach (var bad in new[] { "", "null", "[]", "{", "{\"schemaVersion\":1}", text.Replace("\"schemaVersion\": 1", "\"schemaVersion\": 9", StringComparison.Ordinal) })
        {
            var failure = await Assert.ThrowsAsync<DataFormatException>(() => RunReportFile.ReadAsync(folder.Write("bad.json", bad)));
            Assert.Contains("bad.json", failure.Message, StringComparison.Ordinal);
        }
    }

    private static TreeStatistics Of(params ConversationTree[] trees)
    {
        var statistics = new TreeStatistics();
        foreach (var tree in trees)
        {
            statistics.Add(tree);
        }

        return statistics;
    }

    private static async Task<string> JsonAsync(TreeStatistics statistics)
    {
        using var folder = new TemporaryFolder();
        await RunReportFile.WriteAsync(statistics.ToStatistics(), folder.File("report.json"));
        return await File.ReadAllTextAsync(folder.File("report.json"));
    }

    private static string Text(int length) => new('a', length);

    private static RevealedPersona Revealed(int facts, int traits)
        => new([.. Enumerable.Repeat("fact", facts)], [.. Enumerable.Repeat("trait", traits)]);
}
