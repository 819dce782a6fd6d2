using System.Text;

namespace Aloe.Torch;

/// <summary>Builds the text of a reply from the bytes of its tokens: whole characters only, and nothing from the first stop sequence on.</summary>
internal sealed class ReplyText(IReadOnlyList<string> stopSequences)
{
    private readonly Decoder _utf8 = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _text = new();
    private int _taken;

    /// <summary>The text so far.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>Adds the bytes of a token. True where a stop sequence has come up; the text then ends before it.</summary>
    public bool Append(ReadOnlySpan<byte> bytes) => Decode(bytes, flush: false);

    /// <summary>Ends the text; bytes that are still no character become U+FFFD.</summary>
    public void Finish() => Decode([], flush: true);

    /// <summary>The text not taken yet, as far as it cannot be the beginning of a stop sequence; all of it when finished.</summary>
    public string Take(bool finished)
    {
        var text = ToString();
        var end = finished ? text.Length : text.Length - stopSequences.Select(stop => Overlap(text, stop)).DefaultIfEmpty(0).Max();
        if (end <= _taken)
        {
            return "";
        }

        var taken = text[_taken..end];
        _taken = end;
        return taken;
    }

    private bool Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        Span<char> chars = stackalloc char[bytes.Length + 4];
        var count = _utf8.GetChars(bytes, chars, flush);
        var known = _text.Length;
        _text.Append(chars[..count]);
        if (stopSequences.Count == 0)
        {
            return false;
        }

        var text = ToString();
        var stop = stopSequences.Select(sequence => text.IndexOf(sequence, Math.Max(0, known - sequence.Length + 1), StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
        if (stop >= 0)
        {
            _text.Length = stop;
        }

        return stop >= 0;
    }

    /// <summary>Length of the longest end of the text with which the sequence begins.</summary>
    private static int Overlap(string text, string sequence)
    {
        var length = Math.Min(text.Length, sequence.Length - 1);
        while (length > 0 && !text.AsSpan(text.Length - length).SequenceEqual(sequence.AsSpan(0, length)))
        {
            length--;
        }

        return length;
    }
}
