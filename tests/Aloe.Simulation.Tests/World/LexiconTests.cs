using Aloe.Randomness;
using Aloe.Simulation.World;

namespace Aloe.Simulation.Tests.World;

public sealed class LexiconTests
{
    [Fact]
    public void Every_trait_sentence_reads_as_its_own_pole_and_no_other()
    {
        var traits = new Grammar(WordTable.Load("traits"));
        foreach (var (pole, dimension, sign) in StylePoles.Named)
        {
            foreach (var trait in traits.Table[$"trait.{pole}"])
            {
                var style = PersonalityReader.Read(traits.Fill(trait, new SeededRandom(1), ("They", "She")));
                Assert.True(style[dimension] == sign && style.Set.Count() == 1, $"'{trait}' should read as {pole} only.");
            }
        }
    }

    [Fact]
    public void Filler_traits_say_nothing_about_style()
        => Assert.All(WordTable.Load("traits")["filler"], filler => Assert.True(PersonalityReader.Read(filler).IsEmpty, filler));

    [Fact]
    public void Every_cue_reads_as_its_own_pole_and_no_other()
    {
        var cues = new Grammar(WordTable.Load("cues"));
        foreach (var (pole, dimension, sign) in StylePoles.Named)
        {
            foreach (var cue in cues.Table[pole].Concat(cues.Table[$"{pole}.heldout"]))
            {
                var read = Cues.Read(Words.Line(cues.Fill(cue, new SeededRandom(3)))).Distinct();
                Assert.Equal([(dimension, sign)], read);
            }
        }
    }

    [Fact]
    public void Built_in_personalities_have_a_preference_in_most_dimensions_and_both_poles_occur_equally()
    {
        var styles = Texts.SeedPersonalities.Concat(Texts.BenchmarkPersonalities).Concat(Texts.HeldOutPersonalities).Select(PersonalityReader.Read).ToList();

        Assert.All(styles, style => Assert.InRange(style.Set.Count(), 5, 6));
        Assert.All(StylePoles.All, dimension => Assert.InRange(styles.Sum(style => style[dimension]), -7, 7));
    }

    [Fact]
    public void Dislikes_is_not_read_as_likes()
    {
        Assert.Equal(-1, PersonalityReader.Read("He dislikes questions.")[StyleDimension.Questions]);
        Assert.Equal(1, PersonalityReader.Read("He loves questions that dig.")[StyleDimension.Questions]);
    }

    [Fact]
    public void Entities_of_held_out_people_are_new_to_training()
    {
        var words = new[] { WordTable.Load("profiles"), WordTable.Load("small-talk") }
            .SelectMany(table => table.Sections.SelectMany(section => table[section]))
            .SelectMany(Words.Of).Select(Words.Normalize).ToHashSet();
        var facts = Texts.HeldOutProfiles.SelectMany(FactReader.Read).Where(fact => fact.Topic != "your age").ToList();

        Assert.True(facts.Count(fact => !words.Contains(fact.Anchor)) > 0.85 * facts.Count);
    }

    [Fact]
    public void Small_talk_is_about_what_its_section_says()
    {
        var talk = new Grammar(WordTable.Load("small-talk"));
        var random = new SeededRandom(5);
        var wrong = new SortedSet<string>();
        foreach (var topic in talk.Table.Sections.Where(section => section.StartsWith("your ", StringComparison.Ordinal)))
        {
            for (var draw = 0; draw < 200; draw++)
            {
                var sentence = talk.Expand(topic, random, ("They", "She"));
                if (FactReader.Read(sentence) is not [var fact] || fact.Topic != topic)
                {
                    wrong.Add($"{sentence} should be about {topic}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void No_benchmark_text_is_a_seed_text()
    {
        Assert.Empty(Texts.BenchmarkProfiles.Intersect(Texts.SeedProfiles));
        Assert.Empty(Texts.BenchmarkPersonalities.Intersect(Texts.SeedPersonalities));
        Assert.Empty(Texts.HeldOutProfiles.Intersect(Texts.SeedProfiles));
        Assert.Empty(Texts.HeldOutPersonalities.Intersect(Texts.SeedPersonalities));
    }
}
