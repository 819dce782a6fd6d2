using Aloe.Simulation.World;

namespace Aloe.Simulation.Tests.World;

public sealed class FactReaderTests
{
    [Theory]
    [InlineData("She plays the oboe.", "I play the oboe", "your music")]
    [InlineData("He has a border collie named Juniper.", "I have a border collie named Juniper", "your pets")]
    [InlineData("They are learning Greek.", "I am learning Greek", "your languages")]
    [InlineData("She studies law.", "I study law", "your studies")]
    [InlineData("He washes dishes in a hotel.", "I wash dishes in a hotel", "your job")]
    [InlineData("She is 34 years old.", "I am 34 years old", "your age")]
    [InlineData("He works as a chimney sweep.", "I work as a chimney sweep", "your job")]
    [InlineData("He works as an optician.", "I work as an optician", "your job")]
    [InlineData("She never eats breakfast.", "I never eat breakfast", "your cooking")]
    [InlineData("His sister drives him to rehearsals.", "My sister drives me to rehearsals", "your family")]
    [InlineData("She takes an evening class in singing.", "I take an evening class in singing", "your studies")]
    [InlineData("He has a sundial.", "I have a sundial", "the sundial")]
    [InlineData("She admires Nadia.", "I admire Nadia", "Nadia")]
    public void Sentence_becomes_first_person_with_a_topic(string sentence, string firstPerson, string topic)
    {
        var fact = Assert.Single(FactReader.Read(sentence));

        Assert.Equal(firstPerson, fact.FirstPerson);
        Assert.Equal(topic, fact.Topic);
    }

    [Fact]
    public void A_fact_counts_as_told_only_when_most_of_it_was_said()
    {
        var fact = FactReader.Read("He has a border collie named Juniper.")[0];

        Assert.True(fact.IsToldIn(FactReader.WordSet("By the way, I have a border collie named Juniper.")));
        Assert.False(fact.IsToldIn(FactReader.WordSet("I met Juniper.")));
        Assert.False(fact.IsToldIn(FactReader.WordSet("I have a collie.")));
    }

    [Fact]
    public void Every_built_in_benchmark_fact_can_be_told_and_is_then_recognised()
    {
        foreach (var profile in World.Texts.BenchmarkProfiles)
        {
            var facts = FactReader.Read(profile);
            Assert.InRange(facts.Count, 8, 10);
            Assert.All(facts, fact => Assert.Contains(fact, FactReader.In($"By the way, {fact.FirstPerson}.", facts)));
        }
    }
}
