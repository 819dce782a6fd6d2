using Aloe.Randomness;

namespace Aloe.Simulation.World;

/// <summary>The sentences by which a user lets a preference show, and the reading of them.</summary>
internal static class Cues
{
    private static readonly Grammar Grammar = new(WordTable.Load("cues"));

    private static readonly (string Anchor, StyleDimension Dimension, int Sign)[] Anchors = [.. StylePoles.Named
        .SelectMany(pole => Grammar.Table[pole.Pole].Concat(Grammar.Table[$"{pole.Pole}.heldout"]).Select(cue => (Anchor(cue), pole.Dimension, pole.Sign)))];

    private static readonly PhraseIndex Index = new(Anchors.Select(cue => cue.Anchor));

    /// <summary>A cue for a pole, one that the user has not said yet where there is one left.</summary>
    public static string Write(StyleDimension dimension, int sign, Wordings wordings, string said, SeededRandom random)
    {
        var pole = StylePoles.Name(dimension, sign);
        var choices = random.NextDouble() < HeldOut.Share && wordings == Wordings.All ? Grammar.Table[$"{pole}.heldout"] : Grammar.Table[pole];
        var fresh = choices.Where(cue => !said.Contains(Anchor(cue), StringComparison.Ordinal)).ToList();
        return Grammar.Fill(random.Pick(fresh.Count > 0 ? fresh : choices), random);
    }

    /// <summary>How often each preference showed in a text (see <see cref="Words.Line"/>).</summary>
    public static IEnumerable<(StyleDimension Dimension, int Sign)> Read(string line)
        => Index.In(line).Select(index => (Anchors[index].Dimension, Anchors[index].Sign));

    /// <summary>The preferences that show in a text; a dimension with as many signs of one pole as of the other stays open.</summary>
    public static StyleVector Style(string line)
    {
        var cues = Read(line).ToList();
        return StyleVector.From(dimension => cues.Where(cue => cue.Dimension == dimension).Sum(cue => cue.Sign));
    }

    /// <summary>The longest fixed part of a cue, by which it is recognised.</summary>
    private static string Anchor(string cue)
        => cue.Split('<', '>').Where((_, index) => index % 2 == 0).Select(Words.Line).MaxBy(part => part.Length)!;
}
