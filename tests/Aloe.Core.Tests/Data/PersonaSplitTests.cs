using Aloe.Data;
using Aloe.Personas;
using FsCheck.Xunit;

namespace Aloe.Core.Tests.Data;

public sealed class PersonaSplitTests
{
    [Property(MaxTest = 60)]
    public void Nothing_is_on_both_sides_and_neither_side_is_empty(byte profiles, byte personalities, byte perProfile, byte share, bool favoursValidation, int seed)
    {
        var personas = Personas(2 + (profiles % 40), 2 + (personalities % 12), 1 + (perProfile % 5), seed);
        if (!CanBeSplit(personas))
        {
            Assert.Throws<ArgumentException>(() => PersonaSplit.Create(personas));
            return;
        }

        var options = new PersonaSplitOptions
        {
            Share = 0.01 + (0.98 * share / 255),
            Priority = favoursValidation ? SplitSide.Validation : SplitSide.Training,
            Seed = seed,
        };
        var split = PersonaSplit.Create(personas, options);
        var training = personas.Where(persona => split.SideOf(persona) == SplitSide.Training).ToList();
        var validation = personas.Where(persona => split.SideOf(persona) == SplitSide.Validation).ToList();

        Assert.NotEmpty(training);
        Assert.NotEmpty(validation);
        Assert.Empty(training.Select(persona => persona.Profile).Intersect(validation.Select(persona => persona.Profile)));
        Assert.Empty(training.Select(persona => persona.Personality).Intersect(validation.Select(persona => persona.Personality)));
        Assert.Equal(new PersonaSplitCounts(training.Count, validation.Count, personas.Count - training.Count - validation.Count), split.Counts);
    }

    [Property(MaxTest = 20)]
    public void The_order_of_the_personas_does_not_matter(int seed)
    {
        var personas = Personas(12, 6, 3, seed);
        var options = new PersonaSplitOptions { Seed = seed, Share = 0.5 };
        var split = PersonaSplit.Create(personas, options);
        var reversed = PersonaSplit.Create(personas.Reverse().Concat(personas), options);
        Assert.All(personas, persona => Assert.Equal(split.SideOf(persona), reversed.SideOf(persona)));
        Assert.Equal(split.Counts, reversed.Counts);
    }

    [Theory]
    [InlineData(SplitSide.Training, 0.8, 0.80, 0.011)]
    [InlineData(SplitSide.Training, 0.65, 0.65, 0.038)]
    [InlineData(SplitSide.Validation, 0.05, 0.60, 0.05)]
    public void Sizes_of_the_published_pool_are_as_documented(SplitSide priority, double share, double training, double validation)
    {
        var personas = Personas(331, 71, 10, seed: 1);
        var counts = PersonaSplit.Create(personas, new PersonaSplitOptions { Priority = priority, Share = share }).Counts;
        Assert.Equal(3310, counts.Training + counts.Validation + counts.Dropped);
        Assert.Equal(training, counts.Training / 3310.0, 0.03);
        Assert.Equal(validation, counts.Validation / 3310.0, 0.01);
    }

    [Fact]
    public void Seeds_give_different_splits()
    {
        var personas = Personas(40, 10, 4, seed: 1);
        var sides = Enumerable.Range(0, 5)
            .Select(seed => PersonaSplit.Create(personas, new PersonaSplitOptions { Seed = seed }))
            .Select(split => string.Concat(personas.Select(persona => split.SideOf(persona)?.ToString()[0] ?? '-')));
        Assert.Equal(5, sides.Distinct().Count());
    }

    [Fact]
    public void A_persona_from_elsewhere_is_refused_by_its_id()
    {
        var split = PersonaSplit.Create(Personas(3, 3, 2, seed: 0));
        var failure = Assert.Throws<ArgumentException>(() => split.SideOf(new Persona("stranger", "Profile.", "Personality.")));
        Assert.Contains("stranger", failure.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Persona> Personas(int profiles, int personalities, int perProfile, long seed)
        => PersonaCombiner.Combine(
            [.. Enumerable.Range(0, profiles).Select(i => $"Profile {i}.")],
            [.. Enumerable.Range(0, personalities).Select(i => $"Personality {i}.")],
            Math.Min(perProfile, personalities),
            seed);

    private static bool CanBeSplit(IReadOnlyList<Persona> personas)
        => personas.Any(one => personas.Any(other => one.Profile != other.Profile && one.Personality != other.Personality));
}
