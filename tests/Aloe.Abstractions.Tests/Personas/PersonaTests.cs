namespace Aloe.Abstractions.Tests.Personas;

public sealed class PersonaTests
{
    [Fact]
    public void TheIdIsFixedByTheTexts()
    {
        // First 8 bytes of SHA-256 over "a", newline, unit separator, newline, "b", from an independent implementation.
        Assert.Equal("p-228bac3d0c286afa", Persona.Create("a", "b").Id);
        Assert.Equal(Persona.Create("a", "b"), Persona.Create("a", "b"));
        Assert.Equal(4, new[] { Persona.Create("a", "b"), Persona.Create("b", "a"), Persona.Create("ab", "c"), Persona.Create("a", "bc") }.Select(persona => persona.Id).Distinct().Count());
    }

    [Theory]
    [InlineData(null, "b", "profile")]
    [InlineData(" ", "b", "profile")]
    [InlineData("a", "", "personality")]
    public void BothTextsAreNeeded(string? profile, string? personality, string name)
        => Assert.Equal(name, Assert.Throws<ArgumentException>(() => Persona.Create(profile!, personality!)).ParamName);
}
