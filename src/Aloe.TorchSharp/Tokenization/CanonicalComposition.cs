using System.Globalization;
using System.Text;

namespace Aloe.Torch;

/// <summary>Unicode normalization form C (UAX #15).</summary>
/// <remarks>Not <see cref="string.Normalize()"/>: that gives the text back unchanged in apps with invariant globalization, and with it other tokens.</remarks>
internal static class CanonicalComposition
{
    private const int HangulFirst = 0xAC00, Leads = 0x1100, Vowels = 0x1161, Trails = 0x11A7, LeadCount = 19, VowelCount = 21, TrailCount = 28;

    private static readonly Dictionary<int, int[]> Decompositions = [];
    private static readonly Dictionary<(int First, int Second), int> Compositions = [];
    private static readonly Dictionary<int, byte> Classes = [];

    static CanonicalComposition()
    {
        using var reader = new StreamReader(typeof(CanonicalComposition).Assembly.GetManifestResourceStream("Aloe.Torch.CanonicalCharacters.txt")!);
        while (reader.ReadLine() is { } line)
        {
            switch (line.Split(' '))
            {
                case ["#", ..]:
                    break;
                case [var range, "=", var combiningClass]:
                    var (first, last) = (Hex(range[..range.IndexOf('.', StringComparison.Ordinal)]), Hex(range[(range.LastIndexOf('.') + 1)..]));
                    for (var code = first; code <= last; code++)
                    {
                        Classes[code] = byte.Parse(combiningClass, CultureInfo.InvariantCulture);
                    }

                    break;
                case [var code, .. var parts]:
                    var made = parts.Where(part => part != "*").Select(Hex).ToArray();
                    Decompositions[Hex(code)] = made;
                    if (parts[^1] != "*")
                    {
                        Compositions[(made[0], made[1])] = Hex(code);
                    }

                    break;
            }
        }
    }

    /// <summary>The text in form C.</summary>
    /// <param name="text">Well-formed UTF-16.</param>
    public static string Normalize(string text)
    {
        // No character below U+0300 changes, and none above it can change one below if none is there.
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u02FF'))
        {
            return text;
        }

        var runes = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, runes);
        }

        Order(runes);
        Compose(runes);
        var composed = new StringBuilder(text.Length);
        foreach (var rune in runes)
        {
            composed.Append(new Rune(rune));
        }

        return composed.ToString();
    }

    private static void Decompose(int code, List<int> into)
    {
        var syllable = code - HangulFirst;
        if (syllable is >= 0 and < LeadCount * VowelCount * TrailCount)
        {
            into.Add(Leads + (syllable / (VowelCount * TrailCount)));
            into.Add(Vowels + (syllable / TrailCount % VowelCount));
            if (syllable % TrailCount > 0)
            {
                into.Add(Trails + (syllable % TrailCount));
            }
        }
        else if (Decompositions.TryGetValue(code, out var parts))
        {
            foreach (var part in parts)
            {
                Decompose(part, into);
            }
        }
        else
        {
            into.Add(code);
        }
    }

    /// <summary>Puts each run of combining marks into the order of their classes.</summary>
    private static void Order(List<int> runes)
    {
        for (var start = 0; start < runes.Count; start++)
        {
            var end = start;
            while (end < runes.Count && ClassOf(runes[end]) > 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                var sorted = runes.GetRange(start, end - start).OrderBy(ClassOf).ToArray(); // A stable sort, as required.
                for (var i = 0; i < sorted.Length; i++)
                {
                    runes[start + i] = sorted[i];
                }
            }

            start = Math.Max(start, end);
        }
    }

    private static void Compose(List<int> runes)
    {
        var (starter, length, lastClass) = (-1, 0, 0);
        foreach (var rune in runes.ToArray())
        {
            var combiningClass = ClassOf(rune);
            var blocked = length - 1 > starter && (lastClass == 0 || lastClass >= combiningClass);
            if (starter >= 0 && !blocked && Pair(runes[starter], rune) is { } composed)
            {
                runes[starter] = composed;
                continue;
            }

            if (combiningClass == 0)
            {
                starter = length;
            }

            lastClass = combiningClass;
            runes[length++] = rune;
        }

        runes.RemoveRange(length, runes.Count - length);
    }

    private static int? Pair(int first, int second)
    {
        var (lead, vowel, syllable, trail) = (first - Leads, second - Vowels, first - HangulFirst, second - Trails);
        return lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount ? HangulFirst + (((lead * VowelCount) + vowel) * TrailCount)
            : syllable is >= 0 and < LeadCount * VowelCount * TrailCount && syllable % TrailCount == 0 && trail is > 0 and < TrailCount ? first + trail
            : Compositions.TryGetValue((first, second), out var composed) ? composed
            : null;
    }

    private static byte ClassOf(int code) => Classes.GetValueOrDefault(code);

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
