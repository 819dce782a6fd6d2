using System.Text;

namespace Aloe.Torch;

/// <summary>Turns a word into tokens by merging neighbours, the merge learned first going first (Sennrich et al., 2016). Takes n log n steps for n characters, as some models have no words at all.</summary>
internal sealed class BytePairEncoder
{
    private readonly Dictionary<string, int> _vocabulary;
    private readonly Dictionary<Rune, int> _symbols = [];
    private readonly Dictionary<(int Left, int Right), (int Rank, int Merged)> _merges;
    private readonly bool _wholeWords;
    private readonly bool _fuseUnknown;

    // Tokens of the 256 bytes that stand for characters without a token of their own; null where the model has none.
    private readonly int[]? _bytes;
    private readonly int? _unknown;

    public BytePairEncoder(TokenizerFile file)
    {
        // A special token is never made from text, not even where the merges or the vocabulary would allow it.
        var special = file.Added.Where(token => token.Special).Select(token => token.Id).ToHashSet();
        _vocabulary = file.Vocabulary.Where(entry => !special.Contains(entry.Value)).ToDictionary();
        foreach (var (token, id) in _vocabulary)
        {
            if (Rune.TryGetRuneAt(token, 0, out var rune) && rune.Utf16SequenceLength == token.Length)
            {
                _symbols[rune] = id;
            }
        }

        _merges = new(file.Merges.Count);
        for (var rank = 0; rank < file.Merges.Count; rank++)
        {
            if (file.Merges[rank].Split(' ') is [var left, var right] && _vocabulary.TryGetValue(left + right, out var merged))
            {
                _merges[(file.Vocabulary[left], file.Vocabulary[right])] = (rank, merged);
            }
        }

        (_wholeWords, _fuseUnknown) = (file.WholeWords, file.FuseUnknown);
        _bytes = file.ByteFallback ? [.. Enumerable.Range(0, 256).Select(value => file.Vocabulary[TokenizerFile.ByteToken((byte)value)])] : null;
        _unknown = file.Unknown is null ? null : file.Vocabulary[file.Unknown];
    }

    /// <summary>Adds the tokens of a word.</summary>
    public void Encode(string word, List<int> tokens)
    {
        if (_wholeWords && _vocabulary.TryGetValue(word, out var whole))
        {
            tokens.Add(whole);
            return;
        }

        var symbols = Symbols(word);
        foreach (var symbol in symbols.Count < 2 ? symbols : Merge([.. symbols]))
        {
            tokens.Add(symbol);
        }
    }

    private List<int> Symbols(string word)
    {
        var symbols = new List<int>(word.Length);
        var afterUnknown = false;
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in word.EnumerateRunes())
        {
            var isUnknown = false;
            if (_symbols.TryGetValue(rune, out var symbol))
            {
                symbols.Add(symbol);
            }
            else if (_bytes is not null)
            {
                foreach (var value in utf8[..rune.EncodeToUtf8(utf8)])
                {
                    symbols.Add(_bytes[value]);
                }
            }
            else if (_unknown is { } unknown)
            {
                isUnknown = true;
                if (!afterUnknown || !_fuseUnknown)
                {
                    symbols.Add(unknown);
                }
            }

            afterUnknown = isUnknown;
        }

        return symbols;
    }

    private IEnumerable<int> Merge(int[] symbols)
    {
        // A chain in which a merged symbol stands at the place of its left part. Entries of the queue are not removed when a neighbour changes; those out of date are passed over.
        var (previous, next) = (new int[symbols.Length], new int[symbols.Length]);
        var queue = new PriorityQueue<(int At, int Merged), (int Rank, int At)>();
        for (var i = 0; i < symbols.Length; i++)
        {
            (previous[i], next[i]) = (i - 1, i + 1);
            Offer(i);
        }

        while (queue.TryDequeue(out var entry, out _))
        {
            var right = symbols[entry.At] < 0 ? symbols.Length : next[entry.At];
            if (right >= symbols.Length || !_merges.TryGetValue((symbols[entry.At], symbols[right]), out var merge) || merge.Merged != entry.Merged)
            {
                continue;
            }

            (symbols[entry.At], symbols[right], next[entry.At]) = (merge.Merged, -1, next[right]);
            if (next[entry.At] < symbols.Length)
            {
                previous[next[entry.At]] = entry.At;
            }

            Offer(entry.At);
            if (previous[entry.At] >= 0)
            {
                Offer(previous[entry.At]);
            }
        }

        return symbols.Where(symbol => symbol >= 0);

        void Offer(int at)
        {
            if (next[at] < symbols.Length && _merges.TryGetValue((symbols[at], symbols[next[at]]), out var merge))
            {
                queue.Enqueue((at, merge.Merged), (merge.Rank, at));
            }
        }
    }
}
