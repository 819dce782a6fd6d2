using Aloe.Randomness;

namespace Aloe.Data;

/// <summary>Training and validation data with no person in common: no persona, no profile and no personality is on both sides.</summary>
/// <remarks>
/// Personas share their halves: in the published pool 331 profiles meet 10 of 71 personalities each, so that all hang together and no split of whole personas would keep the sides apart.
/// Therefore profiles and personalities are split on their own, and a persona whose halves ended up on different sides is dropped. Both sides get at least one persona.
/// A split depends on the seed and the set of texts, not on their order, and is the same on every machine. Immutable and thread-safe.
/// </remarks>
public sealed class PersonaSplit
{
    private readonly IReadOnlyDictionary<string, SplitSide> _profiles;
    private readonly IReadOnlyDictionary<string, SplitSide> _personalities;

    private PersonaSplit(
        IReadOnlyList<(string Profile, string Personality)> personas, IReadOnlyDictionary<string, SplitSide> profiles, IReadOnlyDictionary<string, SplitSide> personalities)
    {
        _profiles = profiles;
        _personalities = personalities;
        Counts = personas.Aggregate(new PersonaSplitCounts(0, 0, 0), (counts, persona) => counts.With(SideOf(persona.Profile, persona.Personality)));
    }

    /// <summary>What became of the personas.</summary>
    public PersonaSplitCounts Counts { get; }

    /// <summary>Splits personas.</summary>
    /// <param name="personas">All of them; those that come more than once count once.</param>
    /// <param name="options">Sizes and seed; null for the defaults.</param>
    /// <exception cref="ArgumentException">No two personas differ in both profile and personality, so that there cannot be two sides.</exception>
    public static PersonaSplit Create(IEnumerable<Persona> personas, PersonaSplitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(personas);
        options ??= new PersonaSplitOptions();
        var distinct = Shuffled(personas.Select(persona => (persona.Profile, persona.Personality)), persona => [persona.Profile, persona.Personality], options.Seed);

        // One persona for each side is drawn first, so that neither side is empty however few there are.
        var (held, kept) = Anchors(distinct);
        return new PersonaSplit(
            distinct,
            Sides(distinct.Select(persona => persona.Profile), held.Profile, kept.Profile, "profile", options),
            Sides(distinct.Select(persona => persona.Personality), held.Personality, kept.Personality, "personality", options));
    }

    /// <summary>The side of a persona; null if it is dropped.</summary>
    /// <param name="persona">One of the personas that were split.</param>
    /// <exception cref="ArgumentException">The profile or the personality was not among those that were split.</exception>
    public SplitSide? SideOf(Persona persona)
    {
        ArgumentNullException.ThrowIfNull(persona);
        return _profiles.ContainsKey(persona.Profile) && _personalities.ContainsKey(persona.Personality)
            ? SideOf(persona.Profile, persona.Personality)
            : throw new ArgumentException($"Persona {persona.Id} has a profile or a personality that is not part of the split.", nameof(persona));
    }

    private SplitSide? SideOf(string profile, string personality)
        => _profiles[profile] == _personalities[personality] ? _profiles[profile] : null;

    private static ((string Profile, string Personality) Held, (string Profile, string Personality) Kept) Anchors(List<(string Profile, string Personality)> personas)
    {
        foreach (var held in personas)
        {
            foreach (var kept in personas)
            {
                if (held.Profile != kept.Profile && held.Personality != kept.Personality)
                {
                    return (held, kept);
                }
            }
        }

        throw new ArgumentException($"Of {personas.Count} personas, no two differ in both profile and personality: they cannot be split.", nameof(personas));
    }

    private static Dictionary<string, SplitSide> Sides(IEnumerable<string> texts, string held, string kept, string kind, PersonaSplitOptions options)
    {
        var order = Shuffled(texts, text => [kind, text], options.Seed).OrderBy(text => text == held ? 0 : text == kept ? 2 : 1).ToList();
        var heldOut = Math.Clamp((int)Math.Round(order.Count * options.HeldOut), 1, order.Count - 1);
        return order.Index().ToDictionary(text => text.Item, text => text.Index < heldOut ? SplitSide.Validation : SplitSide.Training, StringComparer.Ordinal);
    }

    /// <summary>The distinct items in a random order that does not depend on the one they came in.</summary>
    private static List<T> Shuffled<T>(IEnumerable<T> items, Func<T, string[]> keys, long seed)
        => [.. items.Distinct()
            .Select(item => (Item: item, Keys: keys(item)))
            .OrderBy(item => SeededRandom.For(seed, ["split", .. item.Keys]).NextUInt64())
            .ThenBy(item => item.Keys[0], StringComparer.Ordinal).ThenBy(item => item.Keys[^1], StringComparer.Ordinal)
            .Select(item => item.Item)];
}
