using System.Text;
using Aloe.Answers;
using Aloe.Conversations;
using Aloe.Core.Tests.Doubles;
using Aloe.Evaluation;
using Aloe.Personas;
using Aloe.Quality;
using Aloe.Randomness;

namespace Aloe.Core.Tests.Answers;

/// <summary>Hostile answers through everything that reads what a model wrote: no exception, no more memory than in proportion, and an end.</summary>
public sealed class AnswerFuzzTests
{
    private static readonly string[] Sound =
    [
        """{"facts":["She keeps bees.","She sings in a choir."],"traits":["She is blunt."]}""",
        "```json\n{\"facts\": [\"She keeps bees.\",], // so far\n \"traits\": []}\n```",
        "{'facts': ['She\\'s 40', 'it''s so'], 'traits': []}",
        """{"preferred":"A"}""",
        "<think>Reply A fits, {\"preferred\":\"B\"} does not.</think>\n**Reply A**",
        """{"style":3,"content":5,"naturalness":2.5,"overall":4}""",
        "Overall score: **4/5**, style three, content 4 out of 5.",
        "1. He is 52 years old. He bakes bread at night. He keeps bees and sells honey.\n2) \"She studies law. She has two brothers and a dog.\",\nProfile 3: none",
        "As an AI language model, I can't help with that.\nUser: I keep bees *smiles* “in the garden”.",
    ];

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "\"", "'", "\\", "\\u", "\\ud800", "\ud800", "\udc00", ",", ":", "//", "/*", "*/", "*", "```", "<think>", "</think>", "\0", "\n", "\r", "  ", "\u2028", "é", "😀", "-", "1e999", "4", "null", "true",
        "{\"preferred\":", "\"facts\":[", "overall", "User:", "#1.", "(",
    ];

    [Fact]
    public void TenThousandMutatedAnswersAreReadOrNotRead()
    {
        var random = SeededRandom.For(4, "fuzz");
        for (var i = 0; i < 10_000; i++)
        {
            ReadBy(Mutate(Sound[random.Next(Sound.Length)], random), mostBytes: 16 << 20);
        }
    }

    [Theory]
    [InlineData("{", 1_000_000)]
    [InlineData("{\"a\":", 200_000)]
    [InlineData("{\"a\":[", 200_000)]
    [InlineData("{\"a\":{},", 100_000)]
    [InlineData("{}", 500_000)]
    [InlineData("{'", 500_000)]
    [InlineData("{'a':'b', ", 100_000)]
    [InlineData("' ", 500_000)]
    [InlineData("{\"facts\":[\"", 90_000)]
    [InlineData("\n", 1_000_000)]
    [InlineData(" ", 1_000_000)]
    [InlineData("as an ", 150_000)]
    [InlineData("I can't ", 120_000)]
    [InlineData("score ", 150_000)]
    [InlineData("1.", 500_000)]
    [InlineData("*a ", 300_000)]
    [InlineData("<think>", 140_000)]
    [InlineData("He keeps bees. ", 60_000)]
    public void AMegabyteOfOneThing(string piece, int times)
    {
        var all = string.Concat(Enumerable.Repeat(piece, times));
        ReadBy(all, mostBytes: 1L << 30);
        ReadBy($$"""{"preferred":"A","facts":"x","overall":"3{{all}}"}""", mostBytes: 1L << 30);
    }

    private static void ReadBy(string answer, long mostBytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = JsonAnswer.All(answer);
        _ = InducerAnswer.TryParse(answer, out var inducer);
        Assert.DoesNotContain(null!, inducer.Facts.Concat(inducer.Traits));
        Assert.Equal(JudgeAnswer.TryParse(answer, out var choice), choice != JudgeChoice.Unreadable);
        Assert.True(JudgeScoreParser.Read(answer).Score is null or { Overall: >= 1 and <= 5 });
        Assert.All(AuthorAnswer.Parse(answer, isCut: false).Texts, text => Assert.InRange(text.Length, AuthorAnswer.MinLength, AuthorAnswer.MaxLength));
        UserMessage.Clean(answer);
        var candidate = new ReplyCandidate(
            answer.Trim(), ReplySource.Informed, [new DialogueMessage(DialogueRole.User, "I keep bees in the garden.")], ScriptedRoles.Persona, RevealedPersona.Nothing, ["Hello."]);
        foreach (var gate in AllGates)
        {
            gate.Rejects(candidate);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, mostBytes);
    }

    private static readonly IReadOnlyList<IReplyGate> AllGates
        = Gates.Of(new QualityOptions { MaxSimilarity = 0.9, MaxSimilarityToEarlier = 0.9, Language = "en", MaxReplyLength = 500, MaxReplySentences = 3 });

    private static string Mutate(string text, SeededRandom random)
    {
        var result = new StringBuilder(text);
        for (var changes = 1 + random.Next(6); changes > 0; changes--)
        {
            var at = random.Next(result.Length + 1);
            var length = Math.Min(random.Next(20), result.Length - at);
            switch (random.Next(6))
            {
                case 0:
                    result.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 1:
                    result.Remove(at, length);
                    break;
                case 2:
                    result.Length = at;
                    break;
                case 3:
                    result.Insert(at, result.ToString(at, length));
                    break;
                case 4:
                    result.Insert(at, string.Concat(Enumerable.Repeat(Pieces[random.Next(Pieces.Length)], random.Next(100))));
                    break;
                default:
                    result.Append(Sound[random.Next(Sound.Length)]);
                    break;
            }
        }

        return result.ToString();
    }
}
