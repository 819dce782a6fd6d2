namespace Aloe.Simulation.World;

/// <summary>The sentences of the reply grammar as forms with a slot for a topic, by which a sentence that loses its way is told from one that another speaker made.</summary>
internal static class KnownSentences
{
    private const string Slot = "*";
    private const int LongestTopic = 4;
    private const int ShortestOpening = 2;

    private static readonly WordTable Table = WordTable.Load("replies");

    private static readonly string[][] Forms =
    [
        .. Table.Sections
            .Where(section => section is not ("emoji" or "step"))
            .SelectMany(section => Table[section])
            .SelectMany(Expand)
            .Select(form => form.Split(Slot).Select(part => string.Join(' ', Words.Of(part))).ToArray()),
    ];

    private static readonly HashSet<string> Fixed = [.. Forms.Where(form => form.Length == 1).Select(form => form[0])];
    private static readonly (string Start, string End)[] Slotted =
    [
        .. Forms.Where(form => form.Length == 2).Select(form => (form[0].Length == 0 ? "" : $"{form[0]} ", form[1].Length == 0 ? "" : $" {form[1]}")),
    ];

    private static readonly string[] Openings =
    [
        .. Forms.Select(form => form.Length == 1 ? FirstWords(form[0]) : form[0]).Where(opening => opening.Count(c => c == ' ') + 1 >= ShortestOpening).Distinct().Select(opening => $"{opening} "),
    ];

    /// <summary>Whether a sentence fits no form although it begins like one, or stands beside sentences that fit.</summary>
    /// <remarks>Text in which nothing fits and nothing begins so is by another speaker, of whom this knows nothing.</remarks>
    public static bool HasBrokenOne(IEnumerable<string> sentences)
    {
        var spoken = sentences.Select(Words.Of).Where(words => words.Count > 0).Select(words => string.Join(' ', words)).ToList();
        var strange = spoken.Where(line => !Fits(line)).ToList();
        return strange.Count > 0 && (strange.Count < spoken.Count || strange.Exists(BeginsLikeOne));
    }

    private static bool Fits(string line) => Fixed.Contains(line) || Array.Exists(Slotted, form => FitsSlot(line, form.Start, form.End));

    private static bool FitsSlot(string line, string start, string end)
    {
        if (line.Length <= start.Length + end.Length || !line.StartsWith(start, StringComparison.Ordinal) || !line.EndsWith(end, StringComparison.Ordinal))
        {
            return false;
        }

        return line.AsSpan()[start.Length..^end.Length].Count(' ') < LongestTopic;
    }

    private static bool BeginsLikeOne(string line) => Array.Exists(Openings, opening => line.StartsWith(opening, StringComparison.Ordinal));

    /// <summary>The words by which a sentence without a slot is recognised before its end.</summary>
    private static string FirstWords(string line) => string.Join(' ', line.Split(' ').Take(ShortestOpening + 1));

    private static IEnumerable<string> Expand(string template)
    {
        var open = template.IndexOf('<', StringComparison.Ordinal);
        if (open < 0)
        {
            return [template];
        }

        var close = template.IndexOf('>', open);
        IReadOnlyList<string> values = template[(open + 1)..close] switch
        {
            "K" or "C" => [Slot],
            "isare" => ["is", "are"],
            var rule => Table[rule],
        };
        return values.SelectMany(value => Expand(string.Concat(template.AsSpan(0, open), value, template.AsSpan(close + 1))));
    }
}
