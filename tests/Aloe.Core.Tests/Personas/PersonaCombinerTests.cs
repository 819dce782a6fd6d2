using Aloe.Personas;

namespace Aloe.Core.Tests.Personas;

public sealed class PersonaCombinerTests
{
    private static readonly string[] Profiles = [.. Enumerable.Range(1, 331).Select(number => $"profile {number}")];
    private static readonly string[] Personalities = [.. Enumerable.Range(1, 71).Select(number => $"personality {number}")];

    [Fact]
    public void EveryProfileMeetsDistinctPersonalities()
    {
        var personas = PersonaCombiner.Combine(Profiles, Personalities, 10, seed: 3);
        Assert.Equal(3_310, personas.Count);
        Assert.Equal(3_310, personas.Select(persona => persona.Id).Distinct().Count());
        Assert.Equal(Profiles, personas.Chunk(10).Select(chunk => Assert.Single(chunk.Select(persona => persona.Profile).Distinct())));
        Assert.Equal(71, personas.Select(persona => persona.Personality).Distinct().Count());
        Assert.All(personas, persona => Assert.Equal(Persona.Create(persona.Profile, persona.Personality), persona));
    }

    [Fact]
    public void TheDrawDependsOnSeedAndProfileAlone()
    {
        var all = PersonaCombiner.Combine(Profiles, Personalities, 3, seed: 3);
        Assert.Equal(all, PersonaCombiner.Combine(Profiles, Personalities, 3, seed: 3));
        Assert.Equal(all.Skip(30).Take(3), PersonaCombiner.Combine([Profiles[10]], Personalities, 3, seed: 3));
        Assert.NotEqual(all, PersonaCombiner.Combine(Profiles, Personalities, 3, seed: 4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(72)]
    public void NoMorePersonalitiesThanThereAre(int perProfile)
        => Assert.Equal("perProfile", Assert.Throws<ArgumentOutOfRangeException>(() => PersonaCombiner.Combine(Profiles, Personalities, perProfile)).ParamName);

    [Fact]
    public void DuplicatesAndEmptyTextsAreNamed()
    {
        Assert.Contains("profiles[1]", Assert.Throws<ArgumentException>(() => PersonaCombiner.Combine(["a", "a"], ["x"], 1)).Message, StringComparison.Ordinal);
        Assert.Contains("personalities[0]", Assert.Throws<ArgumentException>(() => PersonaCombiner.Combine(["a"], [" "], 1)).Message, StringComparison.Ordinal);
    }
}
