namespace Aloe.Quality;

/// <summary>Runs of words of one text, to be looked up in another.</summary>
internal static class WordRun
{
    /// <summary>The text as <c>" word word "</c>, in which a run can be looked up whole.</summary>
    public static string Line(string text) => Line(Word.Split(text), 0, int.MaxValue);

    /// <summary>Whether a run of this persona is nothing that has been said; the persona is read at once, the rest only when it matters.</summary>
    /// <param name="persona">Whose profile and personality to look in.</param>
    /// <param name="known">Texts whose runs do not count.</param>
    public static Predicate<string> Unsaid(Persona persona, IEnumerable<string> known)
    {
        var (profile, personality) = (Line(persona.Profile), Line(persona.Personality));
        return run => (profile.Contains(run, StringComparison.Ordinal) || personality.Contains(run, StringComparison.Ordinal))
            && !known.Any(text => Line(text).Contains(run, StringComparison.Ordinal));
    }

    /// <summary>All runs of a number of words, in order.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<Word> words, int length)
        => Enumerable.Range(0, Math.Max(0, words.Count - length + 1)).Select(first => Line(words, first, length));

    private static string Line(IReadOnlyList<Word> words, int first, int count) => $" {string.Join(' ', words.Skip(first).Take(count).Select(word => word.Text))} ";
}
