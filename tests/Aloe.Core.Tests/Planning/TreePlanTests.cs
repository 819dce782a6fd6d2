using Aloe.Planning;
using Aloe.Prompts;

namespace Aloe.Core.Tests.Planning;

public sealed class TreePlanTests
{
    // A byte a token, so that lengths can be counted by hand.
    private static readonly TextLengths Lengths = new() { BytesPerToken = 1, Profile = 10, Personality = 20, UserMessage = 100, Reply = 200, Revealed = 30, RevealedPassages = 2, Verdict = 5 };

    private static readonly PromptSet Prompts = new()
    {
        User = "u{profile}{personality}",
        UserOpening = "go",
        Inducer = "i{profile}{personality}{conversation}",
        InformedResponder = "r{revealed}",
        UninformedResponder = "rrr",
        JudgePair = "j{profile}{personality}{conversation}{reply_a}{reply_b}",
    };

    [Fact]
    public void Calls_and_tokens_of_three_turns_are_counted_by_hand()
    {
        var calls = new TreePlan { Trees = 10, Turns = 3 }.Calls(Lengths, Prompts);

        // On average one turn is behind: 1 message of 100 and 1 reply of 200; in transcripts 7 and 12 characters around them.
        Assert.Equal(
        [
            new RoleCalls("user", 30, 1 + 30 + 2 + 300 + (4 * 4), 100),
            new RoleCalls("inducer", 30, 4 + 1 + 30 + (2 * 107) + 212, 24 + 30 - (2 * (7 - 3))),
            new RoleCalls("preferred", 30, 1 + 30 + 300 + 100 + (4 * 4), 200),
            new RoleCalls("rejected", 30, 3 + 300 + 100 + (4 * 4), 200),
            new RoleCalls("judge", 30, 4 + 1 + 30 + (2 * 107) + 212 + 400, 5),
        ], calls);
    }

    [Fact]
    public void More_replies_orders_and_second_asks_are_more_calls()
    {
        var plan = new TreePlan { Trees = 10, Turns = 2, InformedReplies = 3, UninformedReplies = 1, Comparisons = 6, JudgeOrders = 2, JudgedAgain = 0.1, RepliedAgain = 0.5 };
        Assert.Equal([20, 20, 90, 30, 264], plan.Calls().Select(role => role.Calls));
    }

    [Fact]
    public void The_published_data_set_is_a_hundred_and_fifty_thousand_calls()
        => Assert.Equal(150_000, new TreePlan().Calls().Sum(role => role.Calls));

    [Fact]
    public void Growth_needs_as_many_calls_as_texts_are_missing_and_accepted()
    {
        var options = new PersonaGrowthOptions { TargetCount = 105, CandidatesPerCall = 10, ExamplesPerCall = 3 };
        var prompts = new PromptSet { ProfileAuthor = "{count}{examples}" };
        Assert.Equal(new RoleCalls("author", 20, 4 + 2 + 30, 100), GrowthPlan.Calls(options, seeds: 5, accepted: 0.5, Lengths, prompts));
        options.MaxCalls = 7;
        Assert.Equal(7, GrowthPlan.Calls(options, 5, 0.5).Calls);
        Assert.Equal(0, GrowthPlan.Calls(options, 500, 0.5).Calls);
    }

    [Fact]
    public void Lengths_are_measured_on_a_sample()
    {
        var persona = new Persona("p", "12345678", "1234");
        Turn Turn(int number, string user, params string[] facts)
            => new(number, user, "12345678", "1234", ReplyKind.Preferred, ReplySource.Informed, false, new RevealedPersona(facts, []));
        var lengths = TextLengths.Measure([new ConversationTree("t", persona, [Turn(1, "1234"), Turn(2, "é", "12")])], bytesPerToken: 2);
        Assert.Equal(new TextLengths { BytesPerToken = 2, Profile = 4, Personality = 2, UserMessage = 1.5, Reply = 3, Revealed = 2, RevealedPassages = 0.5 }, lengths);
    }

    [Fact]
    public void Values_out_of_range_are_refused_by_name()
    {
        Assert.Contains("Turns must be", Assert.Throws<ArgumentOutOfRangeException>(() => new TreePlan { Turns = 0 }).Message);
        Assert.Contains("JudgeOrders must be", Assert.Throws<ArgumentOutOfRangeException>(() => new TreePlan { JudgeOrders = 3 }).Message);
        Assert.Contains("Reply must be", Assert.Throws<ArgumentOutOfRangeException>(() => new TextLengths { Reply = double.NaN }).Message);
        Assert.Contains("accepted must be", Assert.Throws<ArgumentOutOfRangeException>(() => GrowthPlan.Calls(new PersonaGrowthOptions(), 1, 0)).Message);
        Assert.Throws<ArgumentException>(() => TextLengths.Measure([]));
    }
}
