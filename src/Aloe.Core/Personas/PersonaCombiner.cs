using Aloe.Randomness;

namespace Aloe.Personas;

/// <summary>Combines profiles and personalities to whole personas (paper, section 3.1: 331 profiles × 10 personalities each = 3,310 personas).</summary>
public static class PersonaCombiner
{
    /// <summary>Lets every profile meet some randomly drawn, distinct personalities.</summary>
    /// <param name="profiles">Distinct, none empty.</param>
    /// <param name="personalities">Distinct, none empty; at least <paramref name="perProfile"/>.</param>
    /// <param name="perProfile">Personalities for each profile. Range: 1 to the number of personalities.</param>
    /// <param name="seed">Seed of the draws. What a profile meets depends on the seed, its own text and the personalities, not on the other profiles.</param>
    /// <returns>The personas, profile by profile; ids as by <see cref="Persona.Create"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="perProfile"/> is out of range.</exception>
    /// <exception cref="ArgumentException">A text is empty or comes twice.</exception>
    public static IReadOnlyList<Persona> Combine(IReadOnlyList<string> profiles, IReadOnlyList<string> personalities, int perProfile, long seed = 0)
    {
        RequireDistinct(profiles, nameof(profiles));
        RequireDistinct(personalities, nameof(personalities));
        Require.InRange(perProfile, 1, personalities.Count, nameof(perProfile));
        var personas = new List<Persona>(profiles.Count * perProfile);
        foreach (var profile in profiles)
        {
            var drawn = SeededRandom.For(seed, "combine", profile).Draw(personalities, perProfile);
            personas.AddRange(drawn.Select(personality => Persona.Create(profile, personality)));
        }

        return personas;
    }

    private static void RequireDistinct(IReadOnlyList<string> texts, string name)
    {
        ArgumentNullException.ThrowIfNull(texts, name);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < texts.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(texts[i]) || !seen.Add(texts[i]))
            {
                throw new ArgumentException($"{name}[{i}] is empty or a duplicate.", name);
            }
        }
    }
}
