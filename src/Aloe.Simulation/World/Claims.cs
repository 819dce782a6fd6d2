namespace Aloe.Simulation.World;

/// <summary>Holds claims about a person against the sentences of their persona.</summary>
internal static class Claims
{
    /// <summary>Whether a claim is about the same fact as a sentence: one of the two holds the last content word of the other, and most of its content words.</summary>
    public static bool IsSameFact(string claim, string sentence) => Tells(claim, sentence) || Tells(sentence, claim);

    /// <summary>Whether a claim names a preference that the sentence names; where neither names any, as for facts.</summary>
    public static bool IsSameTrait(string claim, string sentence)
    {
        var (claimed, actual) = (PersonalityReader.Read(claim), PersonalityReader.Read(sentence));
        return claimed.IsEmpty && actual.IsEmpty
            ? IsSameFact(claim, sentence)
            : claimed.Set.Any(dimension => claimed[dimension] == actual[dimension]);
    }

    private static bool Tells(string text, string fact)
    {
        var words = FactReader.WordSet(text);
        return FactReader.Read(fact).Exists(one => one.IsToldIn(words));
    }
}
