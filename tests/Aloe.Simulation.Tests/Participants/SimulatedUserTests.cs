using Aloe.Prompts;
using Aloe.Simulation.World;
using Microsoft.Extensions.AI;

namespace Aloe.Simulation.Tests.Participants;

/// <summary>How users begin.</summary>
public sealed class SimulatedUserTests
{
    private const string Profile = "She plays the oboe. She has a gecko called Sprocket.";
    private const string Personality = "She likes short answers. She is playful.";

    private static readonly string[] Facts = ["I play the oboe.", "I have a gecko called Sprocket."];
    private static readonly string[] Stories = ["This just happened to me: ", "Listen to what the day brought: ", "You should have been there this morning: "];

    [Fact]
    public async Task A_greeting_tells_nothing()
        => Assert.All(await OpenAsync("greeting"), message =>
        {
            Assert.Contains(message, WordTable.Load("user")["hello"]);
            Assert.Empty(MessageReader.Statements(message));
        });

    [Theory]
    [InlineData("question", "open.question")]
    [InlineData("request", "open.request")]
    public async Task A_question_and_a_request_end_in_one_about_what_is_told(string kind, string section)
        => Assert.All(await OpenAsync(kind), message =>
        {
            var topic = FactReader.Read(string.Join(' ', MessageReader.Statements(message))).Single().Topic.Replace("your", "my", StringComparison.Ordinal);
            Assert.Contains(WordTable.Load("user")[section], form => message.EndsWith(form.Replace("<K>", topic, StringComparison.Ordinal), StringComparison.Ordinal));
        });

    [Fact]
    public async Task A_story_tells_a_fact_as_something_that_happened()
        => Assert.All(await OpenAsync("Story"), message =>
        {
            Assert.Contains(Stories, story => message.Contains(story, StringComparison.Ordinal));
            Assert.Contains(Assert.Single(MessageReader.Statements(message)), Facts);
        });

    [Fact]
    public async Task Left_to_the_user_the_first_message_is_what_it_always_was()
    {
        Assert.Equal("Hi, good to meet you. I put on a funny voice when I tell it. I was thinking about it again: I play the oboe.", await AskAsync(PromptSet.Default.UserOpening, 1));
        Assert.Equal("Hello from my side. It came up at lunch: I play the oboe. Long texts lose me halfway. The mirror would laugh at me for this.", await AskAsync(PromptSet.Default.UserOpening, 2));
    }

    private static async Task<List<string>> OpenAsync(string kind)
    {
        var messages = new List<string>();
        for (var seed = 0; seed < 30; seed++)
        {
            messages.Add(await AskAsync(Prompt(kind), seed));
        }

        return messages;
    }

    private static async Task<string> AskAsync(string opening, long seed)
    {
        var system = PromptSet.Fill(PromptSet.Default.User, ("profile", Profile), ("personality", Personality));
        var answer = await SimulatedParticipants.Training().User.GetResponseAsync(
            [new ChatMessage(ChatRole.System, system), new ChatMessage(ChatRole.User, opening)], new ChatOptions { Seed = seed }, TestContext.Current.CancellationToken);
        return answer.Text;
    }

    private static string Prompt(string kind) => $"Begin the conversation.\n\n<opening>\n{kind}: in some words\n</opening>";
}
