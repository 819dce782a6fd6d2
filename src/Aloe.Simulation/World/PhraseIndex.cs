namespace Aloe.Simulation.World;

/// <summary>Finds which of many phrases stand in a line, by the first word of each.</summary>
/// <remarks>Immutable and thread-safe. Phrases and lines are in the form of <see cref="Words.Line"/>.</remarks>
internal sealed class PhraseIndex
{
    private readonly Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>> _byFirstWord;
    private readonly string[] _phrases;

    public PhraseIndex(IEnumerable<string> phrases)
    {
        _phrases = [.. phrases];
        var byFirstWord = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < _phrases.Length; i++)
        {
            var word = FirstWord(_phrases[i]).ToString();
            if (!byFirstWord.TryGetValue(word, out var indices))
            {
                byFirstWord.Add(word, indices = []);
            }

            indices.Add(i);
        }

        _byFirstWord = byFirstWord.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Indices of the phrases that stand in a line, in ascending order.</summary>
    public SortedSet<int> In(string line)
    {
        var found = new SortedSet<int>();
        for (var at = 0; at < line.Length - 1; at = line.IndexOf(' ', at + 1))
        {
            var rest = line.AsSpan(at);
            if (_byFirstWord.TryGetValue(FirstWord(rest), out var indices))
            {
                foreach (var index in indices)
                {
                    if (rest.StartsWith(_phrases[index], StringComparison.Ordinal))
                    {
                        found.Add(index);
                    }
                }
            }
        }

        return found;
    }

    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> line)
    {
        var end = line[1..].IndexOf(' ');
        return line[1..(end < 0 ? line.Length : end + 1)];
    }
}
