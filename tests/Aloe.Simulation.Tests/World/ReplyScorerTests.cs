using Aloe.Simulation.World;

namespace Aloe.Simulation.Tests.World;

public sealed class ReplyScorerTests
{
    private const string Profile = "She is 40 years old. She plays the oboe. She has a gecko called Sprocket. She grows rhubarb.";
    private const string Personality = "She is talkative. She is playful. She has a relaxed manner. She is effusive. She is practical. She loves questions that dig.";

    private static readonly string[] Told = ["By the way, I have a gecko called Sprocket.", "One thing first: I play the oboe."];

    private readonly ReplyScorer _scorer = new(Profile, Personality);

    [Fact]
    public void A_fitting_reply_gets_the_full_score()
    {
        var score = Score("Yeah, gotta love your music! Haha, that tickles me. Kinda fits with your pets. Maybe just plan it on Sunday, yeah. What's the best bit, hey? It says something about you.");

        Assert.Equal((1, 1, 1), (score.Style, score.Content, score.Naturalness));
        Assert.Equal(5, ReplyScore.OnScale(score.Overall));
    }

    [Fact]
    public void A_general_reply_is_worked_by_hand()
    {
        // 15 to 24 words, nothing shown, no question: every one of the six dimensions at 0.45; relevant without a callback: 0.4.
        var score = Score("It is nice to hear about your music. It says something about you. There is something good in that.");

        Assert.Equal(0.45, score.Style, 12);
        Assert.Equal(0.4, score.Content, 12);
        Assert.Equal(1, score.Naturalness, 12);
        Assert.Equal((0.65 * Math.Pow(0.45, 1.7)) + (0.35 * 0.4), score.Overall, 12);
    }

    [Fact]
    public void Knowing_what_was_not_told_is_worth_nothing()
        => Assert.Equal(0, Score("It is nice to hear about your music. How is your garden?").Content);

    [Fact]
    public void Not_answering_the_message_costs_content()
        => Assert.Equal(0.6, Score("I think of your pets, too. How did that begin?").Content, 12);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("😊😊😊")]
    public void Nothing_said_scores_the_minimum(string reply) => Assert.Equal(1, ReplyScore.OnScale(Score(reply).Overall));

    [Theory]
    [InlineData("One thing first: I play the oboe.")]
    [InlineData("You say one thing first: I play the oboe.")]
    [InlineData("your music is nice")]
    [InlineData("The music music music music.")]
    [InlineData("Yeah cool neat hey man kinda gotta yep totally pretty stuff music pets medal haha comedy.")]
    [InlineData("So your music is part of your life. So your music is part of your life.")]
    public void Parroting_salad_and_broken_sentences_cost_naturalness(string reply)
        => Assert.InRange(Score(reply).Naturalness, 0, 0.61);

    [Theory]
    [InlineData("I can picture your music from what a ticket for that.")]
    [InlineData("It is nice to hear about your music. I am glad you last enjoy it.")]
    [InlineData("Cue the tickles me of your music. That truly matters.")]
    [InlineData("Might I enquire how draws you to it?")]
    public void A_sentence_that_loses_its_way_costs_naturalness(string reply)
        => Assert.Equal(0.5, Score(reply).Naturalness, 12);

    [Theory]
    [InlineData("What a lovely instrument! Do you play the oboe in an orchestra, or just for yourself?")]
    [InlineData("The reeds must take patience. I would love to hear more of it.")]
    public void Another_speaker_is_not_taken_for_a_broken_one(string reply)
        => Assert.Equal(1, Score(reply).Naturalness, 12);

    [Fact]
    public void Saying_a_sentence_again_does_not_make_a_reply_longer()
    {
        const string once = "It is nice to hear about your music. It says something about you.";
        var chatty = new ReplyScorer(Profile, "She is talkative.");

        var again = chatty.Score(Told, [], $"{once} It says something about you. It says something about you.");

        Assert.Equal(chatty.Score(Told, [], once).Style, again.Style);
    }

    [Fact]
    public void Naming_a_topic_twice_costs_naturalness()
        => Assert.Equal(0.7, Score("It is nice to hear about your music. I think of your music, too.").Naturalness, 12);

    [Fact]
    public void Repeating_the_last_reply_costs_naturalness()
        => Assert.Equal(0.3, _scorer.Score(Told, ["I can picture your music."], "I can picture your music.").Naturalness, 12);

    private ReplyScore Score(string reply) => _scorer.Score(Told, ["Hello there."], reply);
}
