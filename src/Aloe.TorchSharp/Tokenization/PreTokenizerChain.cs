using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Aloe.Torch;

/// <summary>Cuts text by several rules in a row, each within the pieces of the one before.</summary>
/// <param name="rules">Each covers its text with pieces, in order.</param>
internal sealed class PreTokenizerChain(IReadOnlyList<Func<string, List<(int Offset, int Length)>>> rules) : PreTokenizer
{
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());

    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        List<(int Offset, int Length)> pieces = [(0, text.Length)];
        foreach (var rule in rules)
        {
            pieces = [.. pieces.SelectMany(piece => rule(text.Substring(piece.Offset, piece.Length)).Select(part => (piece.Offset + part.Offset, part.Length)))];
        }

        return pieces;
    }

    /// <summary>Every match is a piece, and so is what lies between two matches.</summary>
    public static Func<string, List<(int Offset, int Length)>> Isolate(Regex pattern) => text =>
    {
        var pieces = new List<(int, int)>();
        var end = 0;
        foreach (var match in pattern.EnumerateMatches(text))
        {
            if (match.Index > end)
            {
                pieces.Add((end, match.Index - end));
            }

            if (match.Length > 0)
            {
                pieces.Add((match.Index, match.Length));
            }

            end = match.Index + match.Length;
        }

        if (end < text.Length)
        {
            pieces.Add((end, text.Length - end));
        }

        return pieces;
    };

    /// <summary>Every number character is a piece of its own.</summary>
    public static List<(int Offset, int Length)> SingleDigits(string text)
    {
        var pieces = new List<(int Offset, int Length)>();
        var at = 0;
        var open = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var isNumber = Rune.IsNumber(rune);
            if (open && !isNumber)
            {
                pieces[^1] = (pieces[^1].Offset, pieces[^1].Length + rune.Utf16SequenceLength);
            }
            else
            {
                pieces.Add((at, rune.Utf16SequenceLength));
            }

            open = !isNumber;
            at += rune.Utf16SequenceLength;
        }

        return pieces;
    }
}
