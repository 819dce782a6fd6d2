using System.Globalization;
using Aloe.Evaluation;

namespace Aloe.Core.Tests.Evaluation.Judging;

/// <summary>Answers whose outcome is known: the table of the reference page, and values put into settings.</summary>
public sealed class JudgeAnswerTableTests
{
    private const string Empty = nameof(MissingScoreCause.Empty), Refusal = nameof(MissingScoreCause.Refusal), OffScale = nameof(MissingScoreCause.OffScale),
        Contradictory = nameof(MissingScoreCause.Contradictory), Unreadable = nameof(MissingScoreCause.Unreadable);

    private static readonly (string Text, string Outcome)[] Values =
    [
        ("1", "1"), ("3", "3"), ("5", "5"), ("2.5", "2.5"), ("3,5", "3.5"), ("4.0", "4"), ("4/5", "4"), ("2 / 5", "2"), ("4.5/5.0", "4.5"), ("3 out of 5", "3"), ("4 of 5", "4"), ("one", "1"), ("Five", "5"), ("four out of five", "4"),
        ("4 stars", "4"), ("4 points out of 5", "4"), ("٣", "3"), ("٤٫٥", "4.5"), ("५", "5"), ("४/५", "4"), ("４", "4"), ("３．５", "3.5"), ("４／５", "4"), ("𝟐", "2"),
        ("0", OffScale), ("6", OffScale), ("-1", OffScale), ("−2", OffScale), ("0.99", OffScale), ("5.01", OffScale), ("10", OffScale), ("99999999999999999999", OffScale), ("4/10", OffScale), ("8/10", OffScale), ("4 out of 10", OffScale),
        ("8 of 10 points", OffScale), ("50%", OffScale), ("4 %", OffScale), ("zero", OffScale), ("six", OffScale), ("eight out of ten", OffScale), ("٩", OffScale), ("０", OffScale), ("4,000", OffScale),
        ("3-4", Contradictory), ("3–4", Contradictory), ("2 to 3", Contradictory), ("3 or 4", Contradictory), ("three or four", Contradictory), ("3/5 or 4/5", Contradictory), ("३-४", Contradictory), ("3, maybe 4", Contradictory), ("2 -> 4", Contradictory),
        ("NaN", Unreadable), ("Infinity", Unreadable), ("n/a", Unreadable), ("?", Unreadable), ("null", Unreadable), ("1e9", Unreadable), ("4x", Unreadable), ("4th", Unreadable), ("3.2.1", Unreadable), ("4/5/2024", Unreadable), ("½", Unreadable),
        ("4½", Unreadable), ("④", Unreadable), ("B+", Unreadable), ("good", Unreadable), ("4+", Unreadable), ("⭐⭐⭐", Unreadable),
    ];

    private static readonly string[] Settings =
    [
        "{0}", " {0}\n", "**{0}**", "`{0}`", "({0})", "```\n{0}\n```", "Score: {0}", "SCORE = {0}", "Score: **{0}**", "**Score**: {0}", "# Score\n\n{0}", "Rating: {0}", "Overall score: {0}", "The score is {0}", "I would rate this reply {0}.",
        "Score (1-5): {0}", "On a scale from 1 to 5, I give it {0}.", "Style: 2\nContent: 3\nOverall: {0}", "| overall | {0} |", "<score>{0}</score>", "{{\"style\":2,\"overall\":\"{0}\"}}", "```json\n{{\"overall\": \"{0}\"}}\n```",
        "Sure! {{\"style\":\"3\",\"overall\":\"{0}\"}} Hope this helps.", "[{{\"overall\":\"{0}\"}}]", "{{'style': 2, 'overall': '{0}'}}", "<think>Is it a 1? Score: 2?</think>\n{0}", "<think>{{\"overall\":1}}</think>Score: {0}",
    ];

    public static TheoryData<string, string> Rows()
    {
        var rows = new TheoryData<string, string>();
        foreach (var row in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "judge-answers.md")).SkipWhile(line => line != "## Examples").Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            var cells = row.Split(" | ");
            var code = cells[0]["| ".Length..];
            code = code.StartsWith("````", StringComparison.Ordinal) ? code["```` ".Length..^" ````".Length] : code.Trim('`');
            rows.Add(code.Replace("\\n", "\n", StringComparison.Ordinal), cells[1]);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Row_of_the_reference_page(string answer, string outcome) => Assert.Equal(outcome, Outcome(answer));

    [Fact]
    public void Page_shows_every_cause() => Assert.Superset(Enum.GetNames<MissingScoreCause>().ToHashSet(), Rows().Select(row => row.Data.Item2).ToHashSet());

    [Fact]
    public void Every_value_in_every_setting()
    {
        var rows = Settings.SelectMany(_ => Values, (setting, value) => (Answer: string.Format(null, setting, value.Text), value.Outcome)).ToArray();
        Assert.True(rows.Length > 1_000, $"{rows.Length} rows");
        Assert.Empty(rows.Where(row => Outcome(row.Answer) != row.Outcome).Select(row => $"{row.Answer} → {Outcome(row.Answer)}, not {row.Outcome}"));
    }

    [Theory]
    [InlineData("", Empty)]
    [InlineData("I cannot rate this.", Refusal)]
    public void Answer_without_a_value_in_settings_that_add_none(string text, string outcome)
        => Assert.All(["{0}", " {0}\n", "**{0}**", "<think>Score: 4</think>{0}"], setting => Assert.Equal(text.Length == 0 && setting.Contains('*', StringComparison.Ordinal) ? Unreadable : outcome, Outcome(string.Format(null, setting, text))));

    /// <summary>100,000 characters of what costs a careless reader most, with and without a score at the end.</summary>
    [Theory]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("(")]
    [InlineData("*_")]
    [InlineData("score ")]
    [InlineData("score is of it ")]
    [InlineData("not a score of ")]
    [InlineData("1 ")]
    [InlineData("1/")]
    [InlineData("1 of ")]
    [InlineData("1,")]
    [InlineData("[1,")]
    [InlineData("one to ")]
    [InlineData("4 stars ")]
    [InlineData("scale of ")]
    [InlineData("I cannot ")]
    [InlineData("{\"overall\":")]
    [InlineData("\"overall\" ")]
    [InlineData("٣")]
    [InlineData("\ud835")]
    public void Long_answer(string piece)
    {
        var padding = string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length));
        Assert.Null(JudgeScoreParser.Read(padding).Score);
        Assert.Equal("3", Outcome($$"""{{padding}} "} {"overall":3}"""));
        Assert.Equal("3", Outcome($$"""{"reason":"{{padding.Replace("\"", "'", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal)}}","overall":3}"""));
    }

    [Fact]
    public void Score_at_the_end_of_a_long_text_is_read_and_no_number_is_cut_in_two()
    {
        var text = string.Concat(Enumerable.Repeat("The reply is warm and to the point. ", 3_000));
        Assert.Equal("4", Outcome(text + "\nOverall: 4"));
        Assert.All(Enumerable.Range(3_980, 20), length => Assert.Null(JudgeScoreParser.Read(text + "14/5" + new string('.', length)).Score));
    }

    private static string Outcome(string answer)
    {
        var reading = JudgeScoreParser.Read(answer);
        return reading.Score?.Overall.ToString(CultureInfo.InvariantCulture) ?? reading.Cause.ToString();
    }
}
