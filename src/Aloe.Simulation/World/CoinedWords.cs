using Aloe.Randomness;

namespace Aloe.Simulation.World;

/// <summary>Words that nobody has heard before, so that a model learns to take up what a user says rather than to know it.</summary>
internal static class CoinedWords
{
    private static readonly string[] Onsets = ["b", "br", "c", "ch", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pl", "qu", "r", "s", "sh", "sp", "st", "t", "th", "tr", "v", "w", "z", ""];
    private static readonly string[] Vowels = ["a", "e", "i", "o", "u", "ai", "ea", "ee", "ou", "oo"];
    private static readonly string[] Codas = ["", "", "n", "r", "l", "m", "t", "ck", "nd", "st", "rt", "x", "p", "ng"];
    private static readonly string[] Endings = ["", "", "er", "el", "on", "ia", "ing", "ine", "ist", "ard", "ow", "o", "y"];

    /// <summary>A word of one to three syllables.</summary>
    public static string Next(SeededRandom random)
    {
        var word = random.Pick(Onsets) + random.Pick(Vowels) + random.Pick(Codas);
        if (random.Next(3) > 0)
        {
            word += random.Pick(Onsets) + random.Pick(Vowels) + random.Pick(Codas);
        }

        return word + random.Pick(Endings) is { Length: > 2 } coined ? coined : $"{word}ton";
    }

    /// <summary>Replaces what some of the sentences of a profile are about.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="share">Share of its sentences.</param>
    /// <param name="random">Draws.</param>
    public static string Sprinkle(string profile, double share, SeededRandom random)
        => string.Join(' ', FactReader.Read(profile).Select(fact => random.NextDouble() < share ? Replace(fact, random) : fact.Sentence));

    private static string Replace(Fact fact, SeededRandom random)
    {
        var body = fact.Sentence[..^1];
        var start = body.LastIndexOf(' ') + 1;
        var old = body[start..];
        if (char.IsAsciiDigit(old[0]) || !string.Equals(Words.Normalize(old.ToLowerInvariant()), fact.TopicWord, StringComparison.Ordinal))
        {
            return fact.Sentence;
        }

        var coined = Next(random) + (old.EndsWith('s') && !char.IsUpper(old[0]) ? "s" : "");
        return $"{body[..start]}{(char.IsUpper(old[0]) ? char.ToUpperInvariant(coined[0]) + coined[1..] : coined)}.";
    }
}
