using Aloe.Randomness;

namespace Aloe.Simulation.World;

/// <summary>Writes the replies of a simulated responder: one grammar, whatever is known of the user. With nothing known the reply is politely general.</summary>
internal static class ReplyWriter
{
    /// <summary>Words up to which a reply is brief.</summary>
    public const int BriefWords = 14;

    /// <summary>Words from which a reply is chatty.</summary>
    public const int ChattyWords = 25;

    private const int LongestWords = 45;
    private const string Vague = "that";

    private static readonly Grammar Grammar = new(WordTable.Load("replies"));

    /// <summary>Writes a reply.</summary>
    /// <param name="style">What is known of the user's preferences.</param>
    /// <param name="topic">What the message is about; null where nothing was recognised.</param>
    /// <param name="earlier">What an earlier message was about, to come back to; null for no callback.</param>
    /// <param name="lastReply">The reply before this one, whose sentences are not repeated.</param>
    /// <param name="random">Draws.</param>
    public static string Write(StyleVector style, string? topic, string? earlier, string? lastReply, SeededRandom random)
    {
        var brief = style[StyleDimension.Length] < 0;
        var chatty = style[StyleDimension.Length] > 0;
        var sentences = new List<string> { Acknowledge(style, topic ?? Vague, brief, lastReply, random) };
        var optional = Parts(style, earlier, lastReply, random);
        var limit = brief ? BriefWords : chatty ? LongestWords : ChattyWords - 1;
        var count = Words.Of(sentences[0]).Count;
        foreach (var part in optional)
        {
            var words = Words.Of(part).Count;
            if (count + words <= limit)
            {
                sentences.Add(part);
                count += words;
            }
        }

        var least = brief ? 0 : chatty ? ChattyWords : BriefWords + 1;
        for (var attempt = 0; count < least && attempt < 20; attempt++)
        {
            var filler = Sentence("remark", lastReply, random);
            if (!sentences.Contains(filler))
            {
                sentences.Insert(random.Next(sentences.Count) + 1, filler);
                count += Words.Of(filler).Count;
            }
        }

        return Energize(sentences, style[StyleDimension.Energy], random);
    }

    /// <summary>The name of a rule in the register of the style.</summary>
    private static string InRegister(string rule, StyleVector style)
        => rule + style[StyleDimension.Register] switch { > 0 => ".formal", < 0 => ".casual", _ => ".neutral" };

    private static string Acknowledge(StyleVector style, string topic, bool brief, string? lastReply, SeededRandom random)
    {
        var plural = topic.EndsWith('s') && !topic.EndsWith("ss", StringComparison.Ordinal) && topic.Contains(' ', StringComparison.Ordinal);
        return Capitalize(Sentence(InRegister(brief ? "short" : "ack", style), lastReply, random, ("K", topic), ("isare", plural ? "are" : "is")));
    }

    /// <summary>What may follow, in random order: what the user is known to want, and a callback.</summary>
    private static string[] Parts(StyleVector style, string? earlier, string? lastReply, SeededRandom random)
    {
        var parts = new List<string>();
        if (style[StyleDimension.Tone] is not 0 and var tone)
        {
            parts.Add(Sentence(tone > 0 ? "playful" : "serious", lastReply, random));
        }

        if (style[StyleDimension.Support] is not 0 and var support)
        {
            parts.Add(Sentence(InRegister(support > 0 ? "advice" : "listening", style), lastReply, random));
        }

        if (earlier is not null)
        {
            parts.Add(Sentence(InRegister("callback", style), lastReply, random, ("C", earlier)));
        }

        // Someone of whom nothing is known gets a question half of the time, as general assistants do.
        var question = style[StyleDimension.Questions];
        if (question > 0 || (question == 0 && random.NextDouble() < 0.5))
        {
            parts.Add(Sentence(InRegister("question", style), lastReply, random));
        }

        var order = parts.ToArray();
        random.Shuffle<string>(order);
        return order;
    }

    private static string Sentence(string rule, string? lastReply, SeededRandom random, params ReadOnlySpan<(string Name, string Value)> bindings)
    {
        var sentence = Grammar.Expand(rule, random, bindings);
        for (var attempt = 0; attempt < 4 && lastReply?.Contains(sentence[..^1], StringComparison.OrdinalIgnoreCase) == true; attempt++)
        {
            sentence = Grammar.Expand(rule, random, bindings);
        }

        return sentence;
    }

    private static string Capitalize(string sentence) => string.Concat(sentence[..1].ToUpperInvariant(), sentence.AsSpan(1));

    private static string Energize(List<string> sentences, int energy, SeededRandom random)
    {
        if (energy <= 0)
        {
            return string.Join(' ', sentences);
        }

        var loud = random.Next(sentences.Count);
        var raised = sentences.Select((sentence, index) => sentence[^1] == '.' && (index == loud || random.NextDouble() < 0.5) ? $"{sentence[..^1]}!" : sentence);
        var text = string.Join(' ', raised);
        return random.NextDouble() < 0.6 || !text.Contains('!', StringComparison.Ordinal) ? $"{text} {Grammar.Expand("emoji", random)}" : text;
    }
}
