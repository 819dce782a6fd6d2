namespace Aloe.Torch;

/// <summary>Words as symbols, with counts of neighbouring pairs that stay right while pairs are merged.</summary>
internal sealed class PairCorpus
{
    private readonly List<int[]> _words = [];
    private readonly List<long> _counts = [];
    private readonly Dictionary<(int Left, int Right), long> _pairs = [];
    private readonly Dictionary<(int Left, int Right), HashSet<int>> _where = [];

    // Entries are not removed when a count changes; one that is out of date is dropped when it comes up.
    private readonly PriorityQueue<(int Left, int Right), (long, int, int)> _queue = new();

    public PairCorpus(IEnumerable<(int[] Symbols, long Count)> words)
    {
        foreach (var (symbols, count) in words)
        {
            _words.Add(symbols);
            _counts.Add(count);
            Add(_words.Count - 1, +1, null);
        }

        foreach (var pair in _pairs.Keys)
        {
            Enqueue(pair);
        }
    }

    /// <summary>Replaces the most frequent pair by a new symbol everywhere; null where no pair occurs at least twice.</summary>
    public (int Left, int Right)? MergeMostFrequent(int symbol)
    {
        while (_queue.TryDequeue(out var pair, out var priority))
        {
            var count = _pairs.GetValueOrDefault(pair);
            if (count != -priority.Item1)
            {
                continue;
            }

            if (count < 2)
            {
                return null;
            }

            Merge(pair, symbol);
            return pair;
        }

        return null;
    }

    private void Merge((int Left, int Right) pair, int symbol)
    {
        var changed = new HashSet<(int, int)>();
        foreach (var word in _where[pair].ToArray())
        {
            Add(word, -1, changed);
            _words[word] = Replace(_words[word], pair, symbol);
            Add(word, +1, changed);
        }

        foreach (var touched in changed)
        {
            if (_pairs[touched] == 0)
            {
                _pairs.Remove(touched);
                _where.Remove(touched);
            }
            else
            {
                Enqueue(touched);
            }
        }
    }

    private void Enqueue((int Left, int Right) pair) => _queue.Enqueue(pair, (-_pairs[pair], pair.Left, pair.Right));

    /// <summary>Counts the pairs of a word in or out.</summary>
    private void Add(int word, int sign, HashSet<(int, int)>? changed)
    {
        var symbols = _words[word];
        for (var i = 0; i + 1 < symbols.Length; i++)
        {
            var pair = (symbols[i], symbols[i + 1]);
            _pairs[pair] = _pairs.GetValueOrDefault(pair) + (sign * _counts[word]);
            changed?.Add(pair);
            if (!_where.TryGetValue(pair, out var words))
            {
                _where[pair] = words = [];
            }

            _ = sign > 0 ? words.Add(word) : words.Remove(word);
        }
    }

    private static int[] Replace(int[] symbols, (int Left, int Right) pair, int symbol)
    {
        var merged = new List<int>(symbols.Length);
        for (var i = 0; i < symbols.Length; i++)
        {
            if (i + 1 < symbols.Length && symbols[i] == pair.Left && symbols[i + 1] == pair.Right)
            {
                merged.Add(symbol);
                i++;
            }
            else
            {
                merged.Add(symbols[i]);
            }
        }

        return [.. merged];
    }
}
