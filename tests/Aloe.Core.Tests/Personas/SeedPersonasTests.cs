using Aloe.Personas;

namespace Aloe.Core.Tests.Personas;

public sealed class SeedPersonasTests
{
    [Fact]
    public void ThereAreTwentyDistinctTextsOfEachKind()
    {
        Assert.Equal(20, SeedPersonas.Profiles.Distinct().Count());
        Assert.Equal(20, SeedPersonas.Personalities.Distinct().Count());
        Assert.Empty(SeedPersonas.Profiles.Intersect(SeedPersonas.Personalities));
        Assert.Same(SeedPersonas.Profiles, new AloeContext().Personas.SeedProfiles);
    }
}
