using Aloe.Embeddings;
using Aloe.Evaluation;
using Aloe.Personas;
using Aloe.Randomness;
using Aloe.Simulation.World;

namespace Aloe.Simulation.Tests.World;

public sealed class WidePersonaTests
{
    [Fact]
    public void Every_fact_of_a_profile_can_be_told_and_is_then_recognised()
    {
        var topics = new List<int>();
        for (var i = 0; i < 1_000; i++)
        {
            var facts = FactReader.Read(WidePersonaWriter.Profile(SeededRandom.For(1, $"{i}")));

            Assert.InRange(facts.Count, 8, 9);
            Assert.All(facts, fact => Assert.Matches("^(I|My) ", fact.FirstPerson));
            Assert.All(facts, fact => Assert.Contains(fact, FactReader.In($"By the way, {fact.FirstPerson}.", facts)));
            topics.Add(facts.Select(fact => fact.TopicWord).Distinct().Count());
        }

        Assert.InRange(topics.Average(), 7, 9);
    }

    [Fact]
    public void A_personality_is_read_as_the_same_person_whoever_tells_it()
    {
        var traits = new Grammar(WordTable.Load("traits"));
        foreach (var (pole, dimension, sign) in StylePoles.Named)
        {
            foreach (var trait in traits.Table[$"trait.{pole}"].Select(trait => trait["<They> ".Length..^1]))
            {
                Assert.All(["I", "He", "They"], subject =>
                {
                    var style = PersonalityReader.Read(Sentence.Of(trait, subject));
                    Assert.True(style[dimension] == sign && style.Set.Count() == 1, Sentence.Of(trait, subject));
                });
            }
        }
    }

    [Fact]
    public void Images_say_nothing_about_style()
        => Assert.All(WordTable.Load("temperaments")["temperament"], image => Assert.True(PersonalityReader.Read(image).IsEmpty, image));

    [Fact]
    public void A_personality_has_a_preference_in_four_or_five_dimensions_and_one_trait_a_sentence()
    {
        for (var i = 0; i < 1_000; i++)
        {
            var text = WidePersonaWriter.Personality(SeededRandom.For(2, $"{i}"));

            Assert.InRange(PersonalityReader.Read(text).Set.Count(), 4, 5);
            Assert.InRange(Words.Sentences(text).Count(), 6, 8);
            Assert.DoesNotMatch("^They .* and (wants|likes|expects|does) ", text);
        }
    }

    [Fact]
    public void Entities_of_held_out_people_are_new_here_too()
    {
        var words = new[] { "walks-of-life", "origins", "ties" }.Select(name => WordTable.Load(name))
            .SelectMany(table => table.Sections.SelectMany(section => table[section]))
            .SelectMany(Words.Of).Select(Words.Normalize).ToHashSet();
        var facts = Texts.HeldOutProfiles.SelectMany(FactReader.Read).Where(fact => fact.Topic != "your age").ToList();

        Assert.True(facts.Count(fact => !words.Contains(fact.Anchor)) > 0.85 * facts.Count);
    }

    [Theory]
    [InlineData(PersonaTextKind.Profile, 80)]
    [InlineData(PersonaTextKind.Personality, 71)]
    public async Task Pools_grow_far_at_the_threshold_of_the_paper(PersonaTextKind kind, int target)
    {
        using var embeddings = new MiniLmEmbeddingGenerator();
        var isProfile = kind == PersonaTextKind.Profile;
        var options = new PersonaGrowthOptions { Kind = kind, TargetCount = target, Seed = 3, Excluded = isProfile ? AloeBenchmark.Profiles : AloeBenchmark.Personalities };

        var pool = await new PersonaGenerator(SimulatedParticipants.Dataset().Author, embeddings)
            .GrowAsync(isProfile ? SeedPersonas.Profiles : SeedPersonas.Personalities, options, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(GrowthStop.TargetReached, pool.Stop);
        Assert.InRange(pool.Progress.Calls, 1, 15);
    }
}
