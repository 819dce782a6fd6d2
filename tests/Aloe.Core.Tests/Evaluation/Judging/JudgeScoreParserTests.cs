using Aloe.Evaluation;
using Aloe.Randomness;

namespace Aloe.Core.Tests.Evaluation.Judging;

public sealed class JudgeScoreParserTests
{
    [Fact]
    public void Reads_the_answer_that_was_asked_for()
        => Assert.Equal(new TurnScore(4, 3, 5, 2.5), JudgeScoreParser.Read("""{"style":3,"content":5,"naturalness":2.5,"overall":4}""").Score);

    [Theory]
    [InlineData("""{"Style":"4","CONTENT":"3/5","naturalness":"two","Overall":"**5**"}""", 5, 4, 3, 2)]
    [InlineData("""{"style":0,"content":6,"naturalness":null,"overall":4}""", 4, null, null, null)]
    [InlineData("""{"style":true,"content":[3],"overall":4}""", 4, null, null, null)]
    [InlineData("Style: 4, Content: 3/5, Naturalness: two. Overall: 5", 5, 4, 3, 2)]
    [InlineData("style score = 4\ncontent score = 3\nnaturalness score = 2\noverall score = 5", 5, 4, 3, 2)]
    [InlineData("""{"scores":{"style":4,"content":3,"naturalness":2,"overall":5}}""", 5, 4, 3, 2)]
    [InlineData("""{"style":4,"content":3,"naturalness":2,"overall":5""", 5, 4, 3, 2)]
    [InlineData("""{'style':4,'content':3,'naturalness':2,'overall':5}""", 5, 4, 3, 2)]
    [InlineData("""{"overall":{"score":5},"style":{"score":4}}""", 5, 4, null, null)]
    [InlineData("""{"style":4,"content":NaN,"overall":5}""", 5, 4, null, null)]
    [InlineData("""{"reason":"Overall a 2 for style, score: 1","overall":5}""", 5, null, null, null)]
    [InlineData("""<think>{"overall":1} hmm, too harsh</think>{"overall":5}""", 5, null, null, null)]
    public void Reads_parts(string answer, double overall, int? style, int? content, int? naturalness)
        => Assert.Equal(new TurnScore(overall, style, content, naturalness), JudgeScoreParser.Read(answer).Score);

    [Theory]
    [InlineData("Score: **3**", 3)]
    [InlineData("**Score:** 3", 3)]
    [InlineData("### Score\n3", 3)]
    [InlineData("Score (1-5): 3", 3)]
    [InlineData("On a scale from 1 to 5, I would give it a 4.", 4)]
    [InlineData("I'd rate this reply a 4 out of 5, since it is warm.", 4)]
    [InlineData("Rating - 4", 4)]
    [InlineData("4/5", 4)]
    [InlineData("4 / 5 stars!", 4)]
    [InlineData("four out of five", 4)]
    [InlineData("Score: 4,5", 4.5)]
    [InlineData("  `3.5`\n", 3.5)]
    [InlineData("Five.", 5)]
    [InlineData("Fine, though a bit long: 4/5 from me.", 4)]
    [InlineData("Score: 4\nI stand by my score of 4.", 4)]
    [InlineData("Overall: 2. One could give it a 4 for style.", 2)]
    [InlineData("The score is 3.", 3)]
    public void Reads_prose(string answer, double expected) => Assert.Equal(expected, JudgeScoreParser.Read(answer).Score?.Overall);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("I cannot score this.")]
    [InlineData("The reply names 3 facts and 2 jokes.")]
    [InlineData("Overall, one might be glad of it.")]
    [InlineData("Score: 3 to 4")]
    [InlineData("Score: 3-4")]
    [InlineData("Score: 1-5")]
    [InlineData("Score: 4,000")]
    [InlineData("Score: 80%")]
    [InlineData("Score: 3rd")]
    [InlineData("Score: 8/10")]
    [InlineData("7 out of 10")]
    [InlineData("Score: 4. No, on reflection my score: 2.")]
    [InlineData("Style: 4, content: 4, naturalness: 4")]
    [InlineData("Style 4/5, content 4/5")]
    [InlineData("3/5, or 4/5 on a good day")]
    [InlineData("-3")]
    [InlineData("−3")]
    [InlineData("3.2.1")]
    [InlineData("4/5/2024")]
    [InlineData("""{"style":4,"content":4,"naturalness":4}""")]
    [InlineData("""{"overall":1e400}""")]
    [InlineData("""{"overall":"n/a","style":4}""")]
    [InlineData("""{"overall":n,"style":n}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"overall":"\ud800"}""")]
    [InlineData("<think>Score: 4")]
    [InlineData("{{{{{{{{{{")]
    public void Gives_no_score_rather_than_a_guess(string? answer) => Assert.Null(JudgeScoreParser.Read(answer).Score);

    /// <summary>Every spelling of every value in every setting: a value on the scale is read, any other one is missing.</summary>
    [Fact]
    public void Table_of_hostile_answers()
    {
        (string Text, double? Expected)[] values =
        [
            ("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5", 5), ("1.0", 1), ("2.5", 2.5), ("4.99", 4.99), ("3,5", 3.5), ("4/5", 4), ("2 / 5", 2), ("3 out of 5", 3),
            ("one", 1), ("Two", 2), ("THREE", 3), ("five", 5),
            ("0", null), ("6", null), ("-1", null), ("−2", null), ("0.99", null), ("5.01", null), ("10", null), ("99", null), ("4/10", null), ("7/5", null), ("50%", null), ("3-4", null),
            ("2 to 3", null), ("zero", null), ("six", null), ("ten", null), ("NaN", null), ("Infinity", null), ("n/a", null), ("?", null), ("", null), ("1e9", null), ("4x", null), ("A", null), ("½", null), ("４½", null), ("٣", 3), ("４", 4), ("५", 5), ("null", null),
        ];
        string[] settings =
        [
            "{0}", " {0}\n", "**{0}**", "`{0}`", "\"{0}\"", "({0})", "Score: {0}", "score:{0}", "SCORE = {0}", "Score: **{0}**", "**Score**: {0}", "# Score\n\n{0}", "Rating: {0}", "Overall: {0}", "Overall score: {0}",
            "My overall rating is {0}.", "The score is {0}", "I give it {0}", "I would rate this reply {0}.", "Score (1-5): {0}", "Score (1 to 5): {0}\nReason: short.", "Style: 2\nContent: 3\nOverall: {0}",
            "- style: 4\n- content: 4\n- naturalness: 4\n- overall: {0}\n", "| overall | {0} |", "{{\"overall\":\"{0}\"}}", "```json\n{{\"overall\": \"{0}\"}}\n```", "Sure! {{\"style\":\"3\",\"overall\":\"{0}\"}} Hope this helps.",
        ];
        var rows = settings.SelectMany(_ => values, (setting, value) => (Answer: string.Format(null, setting, value.Text), value.Expected)).ToArray();
        Assert.True(rows.Length > 1_000, $"{rows.Length} rows");
        var wrong = rows.Where(row => JudgeScoreParser.Read(row.Answer).Score?.Overall != row.Expected).Select(row => $"{row.Answer} → {JudgeScoreParser.Read(row.Answer).Score?.Overall}, not {row.Expected}");
        Assert.Empty(wrong);
    }

    /// <summary>Pieces of answers glued at random: whatever comes out is on the scale.</summary>
    [Fact]
    public void Whatever_is_read_is_on_the_scale()
    {
        string[] pieces = ["{", "}", "\"", "overall", "score", "style", ":", ",", " ", "\n", "1", "5", "6", "-", "/", "out of", "NaN", "1e308", "null", "[", "]", "\\u", "\ud800", "four", "**", "to", "'", "</think>", ".", "{\"overall\":", "\0"];
        var random = new SeededRandom(7);
        for (var i = 0; i < 20_000; i++)
        {
            var answer = string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => random.Pick(pieces)));
            if (JudgeScoreParser.Read(answer).Score is { } score)
            {
                Assert.All(new[] { score.Overall, score.Style, score.Content, score.Naturalness }, value => Assert.True(value is null or (>= 1 and <= 5), answer));
            }
        }
    }

    [Fact]
    public void Long_answer_is_read()
    {
        var answer = string.Concat(Enumerable.Repeat("score is of it ", 20_000)) + new string(' ', 100_000) + "\nOverall: 3";
        Assert.Equal(3, JudgeScoreParser.Read(answer).Score?.Overall);
    }
}
