using System.Text;

namespace Aloe.Embeddings;

/// <summary>BERT's uncased WordPiece: splits at spaces and punctuation, then takes the longest known piece from the left of each word.</summary>
/// <remarks>Immutable and thread-safe. Gives the ids that Hugging Face's <c>BertTokenizerFast</c> gives, except that special tokens spelled out in a text, such as <c>[SEP]</c>, are read as text.</remarks>
internal sealed class WordPieceTokenizer
{
    /// <summary>A longer word is unknown as a whole.</summary>
    private const int LongestWord = 100;

    private readonly Dictionary<string, int> _first = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _next = new(StringComparer.Ordinal);
    private readonly int _start, _end, _unknown;

    /// <param name="vocabulary">Pieces in the order of their ids; those that continue a word start with <c>##</c>.</param>
    public WordPieceTokenizer(IReadOnlyList<string> vocabulary)
    {
        for (var id = 0; id < vocabulary.Count; id++)
        {
            var piece = vocabulary[id];
            var continues = piece.Length > 2 && piece.StartsWith("##", StringComparison.Ordinal);
            (continues ? _next : _first).TryAdd(continues ? piece[2..] : piece, id);
        }

        _start = _first["[CLS]"];
        _end = _first["[SEP]"];
        _unknown = _first["[UNK]"];
    }

    /// <summary>The ids of a text, between [CLS] and [SEP].</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxTokens">What goes beyond is cut off; [SEP] stays. At least 2.</param>
    public long[] Encode(string text, int maxTokens)
    {
        var ids = new List<long>(Math.Min(maxTokens, text.Length + 2)) { _start };
        var normalized = UncasedText.Normalize(text).AsSpan();
        while (ids.Count < maxTokens && NextWord(ref normalized) is { Length: > 0 } word)
        {
            AddPieces(word, ids);
        }

        ids.RemoveRange(Math.Min(ids.Count, maxTokens - 1), Math.Max(0, ids.Count - (maxTokens - 1)));
        ids.Add(_end);
        return [.. ids];
    }

    private void AddPieces(ReadOnlySpan<char> word, List<long> ids)
    {
        var before = ids.Count;
        if (RuneCount(word) > LongestWord)
        {
            ids.Add(_unknown);
            return;
        }

        for (var at = 0; at < word.Length;)
        {
            var pieces = (at == 0 ? _first : _next).GetAlternateLookup<ReadOnlySpan<char>>();
            var length = word.Length - at;
            int id;
            while (!pieces.TryGetValue(word.Slice(at, length), out id))
            {
                if (--length == 0)
                {
                    ids.RemoveRange(before, ids.Count - before);
                    ids.Add(_unknown);
                    return;
                }
            }

            ids.Add(id);
            at += length;
        }
    }

    /// <summary>Cuts the next word, or the next character that is a word of its own, off the front of a text; empty at its end.</summary>
    private static ReadOnlySpan<char> NextWord(ref ReadOnlySpan<char> text)
    {
        text = text.TrimStart(' ');
        var length = 0;
        while (length < text.Length && text[length] != ' ')
        {
            Rune.DecodeFromUtf16(text[length..], out var rune, out var consumed);
            if (StandsAlone(rune))
            {
                length = length == 0 ? consumed : length;
                break;
            }

            length += consumed;
        }

        var word = text[..length];
        text = text[length..];
        return word;
    }

    private static bool StandsAlone(Rune rune)
        => rune.Value < 0x80 ? !Rune.IsLetterOrDigit(rune) : Rune.IsPunctuation(rune) || IsIdeograph(rune.Value);

    private static bool IsIdeograph(int value) => value
        is (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2CEAF) or (>= 0x2F800 and <= 0x2FA1F);

    private static int RuneCount(ReadOnlySpan<char> word)
    {
        var count = 0;
        foreach (var _ in word.EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}
