namespace Aloe.Simulation.World;

/// <summary>Reads style preferences out of the text of a personality by the lexicon; there is no hidden key.</summary>
internal static class PersonalityReader
{
    // Longest first, and what matched is taken out of the line, so that "dislikes questions" is not read as "likes questions".
    private static readonly (string Phrase, StyleDimension Dimension, int Sign)[] Phrases = ReadLexicon();
    private static readonly PhraseIndex Index = new(Phrases.Select(entry => entry.Phrase));

    /// <summary>The preferences that a text shows; a dimension with as many signs of one pole as of the other stays open.</summary>
    public static StyleVector Read(string text)
    {
        var line = Words.Line(text);
        var sums = new int[StylePoles.Dimensions];
        foreach (var (phrase, dimension, sign) in Index.In(line).Select(index => Phrases[index]))
        {
            while (line.IndexOf(phrase, StringComparison.Ordinal) is >= 0 and var at)
            {
                sums[(int)dimension] += sign;
                line = string.Concat(line.AsSpan(0, at), " | ", line.AsSpan(at + phrase.Length));
            }
        }

        return StyleVector.From(dimension => sums[(int)dimension]);
    }

    private static (string, StyleDimension, int)[] ReadLexicon()
    {
        var lexicon = WordTable.Load("lexicon");
        return [.. StylePoles.Named
            .SelectMany(pole => lexicon[pole.Pole].Select(phrase => (Words.Line(phrase), pole.Dimension, pole.Sign)))
            .OrderByDescending(entry => entry.Item1.Length)
            .ThenBy(entry => entry.Item1, StringComparer.Ordinal)];
    }
}
