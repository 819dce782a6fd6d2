using Aloe.Prompts;
using Aloe.Simulation.Tests.World;
using Aloe.Simulation.World;
using Microsoft.Extensions.AI;

namespace Aloe.Simulation.Tests.Participants;

public sealed class SimulatedClientTests
{
    [Fact]
    public async Task The_same_seed_gives_the_same_answer_and_another_seed_another()
    {
        var user = SimulatedParticipants.Training().User;
        var answers = new List<string>();
        foreach (var seed in new long[] { 1, 1, 2, 3, 4, 5 })
        {
            answers.Add((await user.GetResponseAsync(UserTask(), new ChatOptions { Seed = seed }, TestContext.Current.CancellationToken)).Text);
        }

        Assert.Equal(answers[0], answers[1]);
        Assert.True(answers.Distinct().Count() > 2);
    }

    [Fact]
    public async Task Training_users_never_use_held_out_wordings_and_benchmark_users_do()
    {
        var cues = WordTable.Load("cues");
        var heldOut = cues.Sections.Where(section => section.EndsWith(".heldout", StringComparison.Ordinal)).SelectMany(section => cues[section])
            .Select(cue => Words.Line(cue.Split('<', '>').Where((_, index) => index % 2 == 0).MaxBy(part => part.Length)!)).ToList();

        Assert.Equal(0, await CountAsync(SimulatedParticipants.Training().User, heldOut));
        Assert.InRange(await CountAsync(SimulatedParticipants.Benchmark().User, heldOut), 40, 160);
    }

    [Fact]
    public void Metadata_say_that_the_participant_is_simulated()
    {
        var roles = SimulatedParticipants.Training();

        Assert.All(
            [roles.User, roles.Inducer, roles.Preferred, roles.Rejected, roles.Judge, roles.Author, SimulatedParticipants.Responder()],
            client => Assert.Equal("aloe.simulation", client.GetService<ChatClientMetadata>()!.ProviderName));
    }

    [Fact]
    public async Task Streaming_gives_the_same_text()
    {
        var responder = SimulatedParticipants.Responder();
        List<ChatMessage> messages = [new(ChatRole.User, "By the way, I play the oboe.")];
        var whole = await responder.GetResponseAsync(messages, cancellationToken: TestContext.Current.CancellationToken);
        var streamed = await responder.GetStreamingResponseAsync(messages, cancellationToken: TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken);

        Assert.Equal(whole.Text, streamed.Text);
        Assert.Contains("your music", whole.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Write 20 new profiles of people.", 20)]
    [InlineData("Write 7 new personalities of people.", 7)]
    public async Task The_author_writes_as_many_texts_as_asked_for_of_eight_to_ten_sentences(string task, int count)
    {
        var answer = await SimulatedParticipants.Training().Author.GetResponseAsync(task, cancellationToken: TestContext.Current.CancellationToken);
        var texts = answer.Text.Split('\n');

        Assert.Equal(count, texts.Length);
        Assert.All(texts, text => Assert.InRange(Words.Sentences(text).Count(), 6, 10));
        Assert.Equal(count, texts.Distinct().Count());
    }

    [Fact]
    public async Task The_inducer_reports_what_was_told_and_nothing_else()
    {
        const string Profile = "She plays the oboe. She has a gecko called Sprocket.";
        const string Personality = "She likes short answers. She is playful.";
        const string Conversation = "user: By the way, I play the oboe. Enough said.\nassistant: I hear of Sprocket and laugh.";
        var prompt = PromptSet.Fill(PromptSet.Default.Inducer, ("profile", Profile), ("personality", Personality), ("conversation", Conversation));
        var answer = await SimulatedParticipants.Training().Inducer.GetResponseAsync(prompt, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("""{"facts":["She plays the oboe."],"traits":["She likes short answers."]}""", answer.Text);
    }

    [Theory]
    [InlineData("I hear you. It is nice to hear about your music.", "x", "A")]
    [InlineData("x", "I hear you. It is nice to hear about your music.", "B")]
    [InlineData("So it goes.", "So it goes.", "tie")]
    public async Task The_judge_prefers_the_better_reply_wherever_it_stands(string first, string second, string preferred)
    {
        var prompt = PromptSet.Fill(
            PromptSet.Default.JudgePair,
            ("profile", "She plays the oboe."),
            ("personality", "She wants to be heard."),
            ("conversation", "user: By the way, I play the oboe."),
            ("reply_a", first),
            ("reply_b", second));
        var answer = await SimulatedParticipants.Training().Judge.GetResponseAsync(prompt, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal($$"""{"preferred":"{{preferred}}"}""", answer.Text);
    }

    [Fact]
    public async Task A_prompt_without_its_tags_is_an_error_that_names_the_tag()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => SimulatedParticipants.Training().Judge.GetResponseAsync("Judge this.", cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("<profile>", error.Message, StringComparison.Ordinal);
    }

    private static List<ChatMessage> UserTask() =>
    [
        new(ChatRole.System, PromptSet.Fill(PromptSet.Default.User, ("profile", Texts.BenchmarkProfiles[0]), ("personality", Texts.BenchmarkPersonalities[0]))),
        new(ChatRole.User, PromptSet.Default.UserOpening),
    ];

    private static async Task<int> CountAsync(IChatClient user, List<string> wordings)
    {
        var count = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var line = Words.Line((await user.GetResponseAsync(UserTask(), new ChatOptions { Seed = seed }, TestContext.Current.CancellationToken)).Text);
            count += wordings.Any(wording => line.Contains(wording, StringComparison.Ordinal)) ? 1 : 0;
        }

        return count;
    }
}
