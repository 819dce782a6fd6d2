using Aloe.Core.Tests.Doubles;
using Aloe.Data;
using Aloe.Evaluation;

namespace Aloe.Core.Tests.Evaluation.Verdicts;

public sealed class HumanScoreTests
{
    private static readonly AlignmentReport Report = Runs.Of("m", Runs.Case("a", "x", 1, 3, null), Runs.Case("b", "y", 5, 4, 2));

    // Judge 1, 3, 5 against 2, 3, 3.5 (two people, 3 and 4).
    // α: D_o = 2·(1² + 0² + 1.5²)/6; D_e from n·Σx² − (Σx)², the sum of squared differences of all pairs.
    [Fact]
    public void Judge_against_people_by_hand()
    {
        var agreement = JudgeAgreement.With(Report, [new("b", 1, 3), new("a", 2, 3), new("a", 1, 2), new("a", 3, 1), new("b", 1, 4)]);
        double squares = 1 + 4 + 9 + 9 + 12.25 + 25, sum = 17.5;
        var expected = 2 * ((6 * squares) - (sum * sum)) / (6 * 5);
        Assert.Equal(3, agreement.Replies);
        Assert.Equal(1 - (3.25 * 2 / 6 / expected), agreement.Alpha!.Value, 1e-12);
        Assert.Equal(1, agreement.Spearman!.Value, 1e-12);
        Assert.Equal(2.5 / 3, agreement.MeanAbsoluteDifference, 1e-12);
        Assert.Equal((-1 + 0 + 1.5) / 3, agreement.Bias, 1e-12);
    }

    [Fact]
    public void Scores_of_other_replies_or_of_none_are_refused()
    {
        Assert.Contains("no turn 4 of a case a", Assert.Throws<ArgumentException>(() => JudgeAgreement.With(Report, [new("a", 4, 3)])).Message, StringComparison.Ordinal);
        Assert.Contains("no turn 1 of a case q", Assert.Throws<ArgumentException>(() => JudgeAgreement.With(Report, [new("q", 1, 3)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => JudgeAgreement.With(Report, [new("a", 3, 3)]));
        Assert.Throws<ArgumentException>(() => JudgeAgreement.With(Report, []));
    }

    [Fact]
    public async Task File_is_read_and_written()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("humans.jsonl", "{\"case\":\"a\",\"turn\":1,\"score\":4}\r\n\n{ \"turn\": 2, \"score\": 3.5, \"case\": \"b\", \"who\": \"Ann\" }");
        HumanScore[] scores = [new("a", 1, 4), new("b", 2, 3.5)];
        Assert.Equal(scores, await new HumanScoreFormat().ReadAsync(path).ToArrayAsync());
        await new HumanScoreFormat().WriteAsync(folder.File("again.jsonl"), scores);
        Assert.Equal(scores, await new HumanScoreFormat().ReadAsync(folder.File("again.jsonl")).ToArrayAsync());
    }

    [Theory]
    [InlineData("{\"case\":\"a\",\"turn\":1,\"score\":6}", "score")]
    [InlineData("{\"case\":\"a\",\"turn\":1,\"score\":0.5}", "score")]
    [InlineData("{\"case\":\"a\",\"turn\":0,\"score\":3}", "turn")]
    [InlineData("{\"case\":\" \",\"turn\":1,\"score\":3}", "case")]
    [InlineData("{\"case\":null,\"turn\":1,\"score\":3}", "case")]
    [InlineData("{\"case\":\"a\",\"turn\":1,\"score\":\"4\"}", "score")]
    [InlineData("{\"case\":\"a\",\"turn\":1}", null)]
    [InlineData("[1]", null)]
    [InlineData("case,turn,score", null)]
    public async Task Bad_lines_are_named(string line, string? field)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("humans.jsonl", "{\"case\":\"a\",\"turn\":1,\"score\":4}\n" + line);
        var error = await Assert.ThrowsAsync<DataFormatException>(async () => await new HumanScoreFormat().ReadAsync(path).ToArrayAsync());
        Assert.Equal((path, 2), (error.Path, error.Line));
        if (field is not null)
        {
            Assert.Equal(field, error.Field);
        }
    }
}
