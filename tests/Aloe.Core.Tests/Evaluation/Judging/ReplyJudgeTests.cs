using System.Text.Json;
using Aloe.Evaluation;
using Aloe.Prompts;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Evaluation.Judging;

public sealed class ReplyJudgeTests
{
    private static readonly Persona Somebody = Persona.Create("facts", "traits");
    private static readonly DialogueMessage[] Conversation = [new(DialogueRole.User, "hi"), new(DialogueRole.Assistant, "hello"), new(DialogueRole.User, "how\nso?")];
    private static readonly PromptSet Prompts = new() { JudgeScore = "{profile}|{personality}|{conversation}|{reply}", JudgeDrift = "{profile}|{personality}|{conversation}" };

    [Fact]
    public async Task Reply_is_scored_with_the_persona_and_the_conversation_in_view()
    {
        var client = new RecordingChatClient((_, _) => """{"style":3,"content":4,"naturalness":5,"overall":4}""", new ChatClientMetadata("p", null, "m"));
        var judgement = await new ReplyJudge(client, Prompts).ScoreAsync(Somebody, Conversation, "so {profile}", seed: 7);
        Assert.Equal(new Judgement("p/m", 1, new TurnScore(4, 3, 4, 5), null), judgement);
        var call = Assert.Single(client.Calls);
        Assert.Equal(["user: facts|traits|user: hi\nassistant: hello\nuser: how so?|so {profile}"], call.Lines);
        Assert.Equal((0f, new SeededRandom(7).NextSeed()), (call.Options!.Temperature, call.Options.Seed));
    }

    [Theory]
    [InlineData(1, 0f)]
    [InlineData(2, null)]
    [InlineData(3, null)]
    public async Task Only_the_first_answer_of_the_first_round_is_at_temperature_0(int round, float? first)
    {
        var client = new RecordingChatClient((_, _) => "no idea");
        var judgement = await new ReplyJudge(client, Prompts, attempts: 3).ScoreAsync(Somebody, Conversation, "so", seed: 7, round);
        Assert.Equal(round, judgement.Round);
        Assert.Equal([first, null, null, null], client.Calls.Select(call => call.Options!.Temperature));
    }

    [Fact]
    public async Task Every_answer_of_every_round_has_a_seed_of_its_own_and_the_same_one_again()
    {
        var client = new RecordingChatClient((_, _) => "no idea");
        var judge = new ReplyJudge(client, Prompts);
        for (var again = 0; again < 2; again++)
        {
            for (var round = 1; round <= 10; round++)
            {
                await judge.ScoreAsync(Somebody, Conversation, "so", seed: -7, round);
            }
        }

        var seeds = client.Calls.Select(call => call.Options!.Seed).ToArray();
        Assert.Equal(60, seeds.Length);
        Assert.Equal(seeds[..30], seeds[30..]);
        Assert.Equal(30, seeds[..30].Distinct().Count());
    }

    [Fact]
    public async Task Without_a_seed_none_is_given()
    {
        var client = new RecordingChatClient((_, _) => "no idea");
        await new ReplyJudge(client, Prompts).ScoreAsync(Somebody, Conversation, "so");
        Assert.All(client.Calls, call => Assert.Null(call.Options!.Seed));
    }

    [Fact]
    public async Task Judge_that_comes_round_is_heard_and_not_asked_on()
    {
        var client = Answering("", "6", "Score: 3", "Score: 5");
        var judgement = await new ReplyJudge(client, Prompts, attempts: 5).ScoreAsync(Somebody, Conversation, "so");
        Assert.Equal((3, null), (judgement.Score?.Overall, judgement.Missing));
        Assert.Equal(3, client.Calls.Count);
    }

    [Theory]
    [InlineData("", MissingScoreCause.Empty)]
    [InlineData("I cannot rate this.", MissingScoreCause.Refusal)]
    [InlineData("8/10", MissingScoreCause.OffScale)]
    [InlineData("3 to 4", MissingScoreCause.Contradictory)]
    [InlineData("lovely", MissingScoreCause.Unreadable)]
    public async Task Missing_score_has_the_cause_and_the_text_of_the_last_answer(string last, MissingScoreCause cause)
    {
        var client = Answering("no idea", "7", last);
        var judgement = await new ReplyJudge(client, Prompts, attempts: 2).ScoreAsync(Somebody, Conversation, "so", round: 4);
        Assert.Equal(new Judgement("unknown", 4, null, new MissingScore(cause, last)), judgement);
        Assert.Equal(3, client.Calls.Count);
    }

    [Fact]
    public async Task Kept_answer_is_cut_to_500_characters_but_no_character_in_two()
    {
        Assert.Equal(new string('x', 500), await KeptOf(new string('x', 500)));
        Assert.Equal(new string('x', 500), await KeptOf(new string('x', 100_000)));
        Assert.Equal(new string('x', 499), await KeptOf(new string('x', 499) + "😀😀"));
        Assert.Equal(new string('x', 498) + "😀", await KeptOf(new string('x', 498) + "😀😀"));

        static async Task<string> KeptOf(string answer)
            => (await new ReplyJudge(new RecordingChatClient((_, _) => answer), Prompts, attempts: 0).ScoreAsync(Somebody, Conversation, "so")).Missing!.Answer;
    }

    [Theory]
    [InlineData("openai", true)]
    [InlineData("ollama", true)]
    [InlineData("aloe.simulation", false)]
    [InlineData(null, false)]
    public async Task Schema_goes_to_providers_that_take_one(string? provider, bool isGiven)
    {
        var client = new RecordingChatClient((_, _) => "3", new ChatClientMetadata(provider));
        await new ReplyJudge(client, Prompts).ScoreAsync(Somebody, Conversation, "so");
        await new DriftJudge(client, Prompts).CheckAsync(Somebody, Conversation);
        var formats = client.Calls.Select(call => call.Options!.ResponseFormat as ChatResponseFormatJson).ToArray();
        Assert.Equal([isGiven, isGiven], formats.Select(format => format is not null));
        if (isGiven)
        {
            Assert.Equal(["style", "content", "naturalness", "overall"], Required(formats[0]!));
            Assert.Equal(["score"], Required(formats[1]!));
        }

        static IEnumerable<string?> Required(ChatResponseFormatJson format)
        {
            var schema = format.Schema!.Value;
            var required = schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ToArray();
            Assert.Equal(required, schema.GetProperty("properties").EnumerateObject().Select(property => property.Name));
            Assert.All(schema.GetProperty("properties").EnumerateObject(), property => Assert.Equal("[1,2,3,4,5]", JsonSerializer.Serialize(property.Value.GetProperty("enum"))));
            return required;
        }
    }

    [Fact]
    public async Task Errors_and_cancellation_pass_through()
    {
        var broken = new ReplyJudge(new RecordingChatClient((_, _) => throw new HttpRequestException("no route")));
        Assert.Equal("no route", (await Assert.ThrowsAsync<HttpRequestException>(() => broken.ScoreAsync(Somebody, Conversation, "so"))).Message);
        var judge = new ReplyJudge(new RecordingChatClient((_, _) => "3"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => judge.ScoreAsync(Somebody, Conversation, "so", cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Values_out_of_range_are_refused_by_name()
    {
        var client = new RecordingChatClient((_, _) => "3");
        Assert.Contains("attempts must be between 0 and 10", Assert.Throws<ArgumentOutOfRangeException>(() => new ReplyJudge(client, attempts: 11)).Message, StringComparison.Ordinal);
        Assert.Contains("attempts must be between 0 and 10", Assert.Throws<ArgumentOutOfRangeException>(() => new DriftJudge(client, attempts: -1)).Message, StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => new ReplyJudge(client).ScoreAsync(Somebody, Conversation, "so", round: 0));
        Assert.Contains("round must be at least 1", error.Message, StringComparison.Ordinal);
        Assert.Empty(client.Calls);
    }

    [Fact]
    public async Task Drift_is_asked_with_the_whole_conversation_and_asked_again()
    {
        var client = Answering("It is the same person.", """{"score":2}""");
        var check = await new DriftJudge(client, Prompts).CheckAsync(Somebody, [.. Conversation, new(DialogueRole.Assistant, "so")], seed: 3);
        Assert.Equal(new DriftCheck(2, null), check);
        Assert.All(client.Calls, call => Assert.Equal(["user: facts|traits|user: hi\nassistant: hello\nuser: how so?\nassistant: so"], call.Lines));
        Assert.Equal([0f, null], client.Calls.Select(call => call.Options!.Temperature));
        Assert.Equal(2, client.Calls.Select(call => call.Options!.Seed).Distinct().Count());
    }

    [Fact]
    public async Task Drift_that_is_never_scored_is_missing_with_its_cause()
        => Assert.Equal(
            new DriftCheck(null, new MissingScore(MissingScoreCause.OffScale, """{"score":9}""")),
            await new DriftJudge(Answering("?", """{"score":9}"""), Prompts, attempts: 1).CheckAsync(Somebody, Conversation));

    private static RecordingChatClient Answering(params string[] answers)
    {
        var asked = 0;
        return new RecordingChatClient((_, _) => answers[asked++]);
    }
}
