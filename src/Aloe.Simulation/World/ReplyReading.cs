using System.Text;

namespace Aloe.Simulation.World;

/// <summary>What can be seen of the manner of a reply by reading it.</summary>
internal sealed class ReplyReading
{
    private static readonly Dictionary<string, PhraseIndex> Markers = ReadMarkers();

    private readonly string _line;

    public ReplyReading(string reply)
    {
        Text = reply;
        Words = World.Words.Of(reply);
        Sentences = [.. World.Words.Sentences(reply)];
        _line = World.Words.Line(reply);
    }

    public string Text { get; }

    public IReadOnlyList<string> Words { get; }

    public IReadOnlyList<string> Sentences { get; }

    public bool AsksSomething => Text.Contains('?', StringComparison.Ordinal);

    public bool IsLoud => Text.Contains('!', StringComparison.Ordinal) || Text.EnumerateRunes().Any(IsEmoji);

    /// <summary>Words, a repeated sentence counted once: saying it again does not make a reply longer.</summary>
    private int Length => Sentences.Distinct(StringComparer.Ordinal).Sum(sentence => World.Words.Of(sentence).Count);

    /// <summary>Number of signs of a pole.</summary>
    public int Signs(string pole) => Markers[pole].In(_line).Count;

    /// <summary>Most signs of any one pole; an honest reply has a few, a stuffed one many.</summary>
    public int MostSigns => Markers.Keys.Max(Signs);

    /// <summary>−1 or +1 where the reply shows a pole, 0 where it shows neither or both. Silence counts as plain, and as not asking.</summary>
    public int Shows(StyleDimension dimension) => dimension switch
    {
        StyleDimension.Length => Length <= ReplyWriter.BriefWords ? -1 : Length >= ReplyWriter.ChattyWords ? 1 : 0,
        StyleDimension.Energy => IsLoud ? 1 : -1,
        StyleDimension.Questions => AsksSomething ? 1 : -1,
        _ => Math.Sign(Signs(StylePoles.Name(dimension, 1)) - Signs(StylePoles.Name(dimension, -1))),
    };

    private static Dictionary<string, PhraseIndex> ReadMarkers()
    {
        var table = WordTable.Load("markers");
        return table.Sections.ToDictionary(pole => pole, pole => new PhraseIndex(table[pole].Select(World.Words.Line)), StringComparer.Ordinal);
    }

    private static bool IsEmoji(Rune rune) => rune.Value is >= 0x1F300 and <= 0x1FAFF or >= 0x2600 and <= 0x27BF;
}
