using Aloe.Quality;

namespace Aloe.Conversations;

/// <summary>The passages of a persona text that have been revealed so far, in the order and the words of the text.</summary>
/// <remarks>Passages are found word by word; case, spacing and punctuation do not matter. What is no passage of the text was made up and is not taken in.</remarks>
internal sealed class PersonaPassages
{
    private readonly string _text;
    private readonly List<Word> _words;
    private readonly List<(int First, int Last)> _revealed = [];

    public PersonaPassages(string text)
    {
        _text = text;
        _words = Word.Split(text);
    }

    /// <summary>The revealed passages; one that lies within another is left out.</summary>
    public IReadOnlyList<string> Revealed => [.. _revealed.Select(Passage)];

    /// <summary>Takes in what an inducer says is revealed; false if it is no passage of the text, and so made up.</summary>
    public bool Reveal(string passage)
    {
        var words = Word.Split(passage);
        if (words.Count == 0)
        {
            return true;
        }

        var first = Find(words);
        if (first < 0)
        {
            return false;
        }

        var found = (First: first, Last: first + words.Count - 1);
        if (_revealed.Any(known => known.First <= found.First && known.Last >= found.Last))
        {
            return true;
        }

        _revealed.RemoveAll(known => known.First >= found.First && known.Last <= found.Last);
        _revealed.Add(found);
        _revealed.Sort();
        return true;
    }

    private int Find(List<Word> words)
    {
        for (var first = 0; first + words.Count <= _words.Count; first++)
        {
            var length = 0;
            while (length < words.Count && _words[first + length].Text == words[length].Text)
            {
                length++;
            }

            if (length == words.Count)
            {
                return first;
            }
        }

        return -1;
    }

    /// <summary>The original characters, with the punctuation that follows the last word.</summary>
    private string Passage((int First, int Last) words)
    {
        var start = _words[words.First].Start;
        var end = _words[words.Last].End;
        var limit = words.Last + 1 < _words.Count ? _words[words.Last + 1].Start : _text.Length;
        while (end < limit && !char.IsWhiteSpace(_text[end]))
        {
            end++;
        }

        return _text[start..end];
    }
}
