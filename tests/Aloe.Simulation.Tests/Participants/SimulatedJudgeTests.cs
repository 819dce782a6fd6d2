using Aloe.Evaluation;
using Aloe.Prompts;
using Aloe.Simulation.Tests.World;
using Microsoft.Extensions.AI;

namespace Aloe.Simulation.Tests.Participants;

/// <summary>What the judge makes of claims about a person, and of a user who may have become another.</summary>
public sealed class SimulatedJudgeTests
{
    private static readonly Persona Persona = Persona.Create("She plays the oboe. She has a gecko called Sprocket. She is 28 years old.", "She likes short answers. She is playful. She is bold.");

    [Fact]
    public async Task Claims_go_with_the_sentences_that_say_the_same()
    {
        var claims = new RevealedPersona(
            ["They play the oboe.", "They have a gecko.", "A gecko called Sprocket lives with them.", "They play the harp.", "Is 28."],
            ["They are sparing with words.", "They are talkative.", "They laugh easily.", "They are bold."]);
        var matched = await new PersonaMatcher(SimulatedParticipants.Benchmark().Judge).MatchAsync(Persona, claims, cancellationToken: TestContext.Current.CancellationToken);

        // The harp is not the oboe; the talkative claim is the opposite of the first trait.
        Assert.Equal(new MatchCounts(Claims: 5, Supported: 4, Truths: 3, Found: 3), matched!.Facts);
        Assert.Equal(new MatchCounts(Claims: 4, Supported: 3, Truths: 3, Found: 3), matched.Traits);
    }

    [Fact]
    public async Task The_whole_persona_bears_itself_out()
    {
        foreach (var one in AloeBenchmark.Aloe100.Take(20).Cases.Select(benchmarkCase => benchmarkCase.Persona))
        {
            var claims = new RevealedPersona([.. Simulation.World.Words.Sentences(one.Profile)], [.. Simulation.World.Words.Sentences(one.Personality)]);
            var matched = await new PersonaMatcher(SimulatedParticipants.Benchmark().Judge).MatchAsync(one, claims, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal((1.0, 1.0, 1.0, 1.0), (matched!.Facts.Precision, matched.Facts.Recall, matched.Traits.Precision, matched.Traits.Recall));
        }
    }

    [Theory]
    [InlineData("By the way, I play the oboe. Enough said.", 5)]
    [InlineData("I steer a tanker. Once I start telling, I hardly stop.", 1)]
    [InlineData("By the way, I play the oboe. Once I start telling, I hardly stop.", 3)]
    [InlineData("Hello.", 3)]
    public async Task Who_speaks_of_other_things_in_another_manner_has_become_another(string last, int score)
        => Assert.Equal(score, await DriftAsync(Persona, $"I play the oboe. Enough said.\nassistant: Nice.\nuser: Hello.\nuser: Hello.\nuser: {last}"));

    [Fact]
    public async Task Users_who_play_their_persona_stay_it_and_are_no_other()
    {
        var (own, other) = (new List<double>(), new List<double>());
        for (var i = 0; i < 20; i++)
        {
            var message = await SayAsync(i, i);
            own.Add(await DriftAsync(Persona.Create(Texts.BenchmarkProfiles[i], Texts.BenchmarkPersonalities[i % 5]), message));
            other.Add(await DriftAsync(Persona.Create(Texts.BenchmarkProfiles[(i + 1) % 20], Texts.BenchmarkPersonalities[(i + 1) % 5]), message));
        }

        Assert.All(own, score => Assert.Equal(5, score));
        Assert.True(other.Average() < 3, $"{other.Average()}");
    }

    private static async Task<string> SayAsync(int number, long seed)
    {
        var system = PromptSet.Fill(PromptSet.Default.User, ("profile", Texts.BenchmarkProfiles[number]), ("personality", Texts.BenchmarkPersonalities[number % 5]));
        List<ChatMessage> messages = [new(ChatRole.System, system), new(ChatRole.User, PromptSet.Default.UserOpening)];
        return (await SimulatedParticipants.Training().User.GetResponseAsync(messages, new ChatOptions { Seed = seed }, TestContext.Current.CancellationToken)).Text;
    }

    private static async Task<int> DriftAsync(Persona persona, string conversation)
    {
        var prompt = PromptSet.Fill(PromptSet.Default.JudgeDrift, ("profile", persona.Profile), ("personality", persona.Personality), ("conversation", $"user: {conversation}"));
        var answer = (await SimulatedParticipants.Benchmark().Judge.GetResponseAsync(prompt, cancellationToken: TestContext.Current.CancellationToken)).Text;
        Assert.Matches("""^\{"score":[1-5]\}$""", answer);
        return answer["{\"score\":".Length] - '0';
    }
}
