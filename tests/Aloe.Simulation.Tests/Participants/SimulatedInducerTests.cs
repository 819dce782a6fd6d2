using Aloe.Evaluation;
using Aloe.Prompts;
using Aloe.Simulation.World;
using Microsoft.Extensions.AI;

namespace Aloe.Simulation.Tests.Participants;

/// <summary>What the inducer takes from a conversation alone, and what the responder makes of it.</summary>
public sealed class SimulatedInducerTests
{
    [Theory]
    [InlineData("I run a ferry across the estuary.", "They run a ferry across the estuary.")]
    [InlineData("Hello. By the way, I play the oboe. Enough said.", "They play the oboe.")]
    [InlineData("I told my sister today that my brother drives me to rehearsals.", "Their brother drives them to rehearsals.")]
    [InlineData("It came up at lunch: I was married on a glacier.", "They were married on a glacier.")]
    [InlineData("It slipped out at dinner that I play the oboe.", "It slipped out at dinner that they play the oboe.")]
    [InlineData("There is news about my music.", "There is news about their music.")]
    [InlineData("I see what you mean. I am not sure yet. What would you like to know about my job?", "")]
    [InlineData("The weather is fine.", "")]
    public async Task Facts_are_what_the_user_states_of_themselves(string message, string fact)
        => Assert.Equal(fact, string.Join('|', (await InferAsync(message)).Facts));

    [Theory]
    [InlineData("Enough said.", "brief")]
    [InlineData("Enough said. Two lines are plenty. Once I start telling, I hardly stop.", "brief")]
    [InlineData("Enough said. Once I start telling, I hardly stop.", "")]
    [InlineData("Hooray! Jokes are lost on me here.", "serious,expressive")]
    [InlineData("I play the oboe.", "")]
    public async Task Traits_are_what_most_signs_point_to(string message, string poles)
    {
        var style = PersonalityReader.Read(string.Join(' ', (await InferAsync(message)).Traits));
        Assert.Equal(poles, string.Join(',', style.Set.Select(dimension => StylePoles.Name(dimension, style[dimension]))));
    }

    [Fact]
    public async Task What_was_known_is_kept_unless_the_messages_contradict_it()
    {
        var known = new RevealedPersona(["They play the oboe.", "They have a boat."], ["They are talkative.", "They are playful."]);
        var inferred = await InferAsync("I play the oboe. I keep geese. Enough said. The mirror would laugh at me for this.", known);
        Assert.Equal(["They play the oboe.", "They have a boat.", "They keep geese."], inferred.Facts);
        Assert.Equal("They are playful.", inferred.Traits[0]);
        Assert.Equal(2, inferred.Traits.Count);
        Assert.Equal(-1, PersonalityReader.Read(inferred.Traits[1])[StyleDimension.Length]);
    }

    [Fact]
    public async Task A_hint_after_other_instructions_is_heeded()
    {
        var known = await InferAsync("I play the oboe. Hooray! 🎉 Please, no plans for me today.");
        var hint = PromptSet.Fill(PromptSet.Default.PersonaHint, ("revealed", PromptSet.Known(known)));
        List<ChatMessage> messages =
        [
            new(ChatRole.System, "You are the assistant of a music shop."),
            new(ChatRole.System, hint),
            new(ChatRole.User, "I play the oboe."),
            new(ChatRole.Assistant, "Nice."),
            new(ChatRole.User, "I keep geese."),
        ];
        var replies = new List<string>();
        for (var seed = 0; seed < 10; seed++)
        {
            replies.Add((await SimulatedParticipants.Responder().GetResponseAsync(messages, new ChatOptions { Seed = seed }, TestContext.Current.CancellationToken)).Text);
        }

        Assert.All(replies, reply => Assert.Contains("!", reply, StringComparison.Ordinal));
        Assert.Contains(replies, reply => reply.Contains("your music", StringComparison.Ordinal));
    }

    private static async Task<RevealedPersona> InferAsync(string message, RevealedPersona? known = null)
        => (await new PersonaInference(SimulatedParticipants.Benchmark().Inducer).InferAsync([new DialogueMessage(DialogueRole.User, message)], known, cancellationToken: TestContext.Current.CancellationToken))!;
}
