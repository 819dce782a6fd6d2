using System.Text;
using System.Text.RegularExpressions;

namespace Aloe.Torch;

/// <summary>Turns text into tokens and tokens into bytes, by the rules of a <c>tokenizer.json</c>. Thread-safe.</summary>
internal sealed partial class TextEncoder
{
    private readonly TokenizerFile _file;
    private readonly BytePairEncoder _merges;
    private readonly byte[][] _bytes;

    // Added tokens that are looked for in the text as it is, and those that are in what the normalizer makes of it; without and with the special ones.
    private readonly (AddedTokenFinder Text, AddedTokenFinder All) _early;
    private readonly (AddedTokenFinder Text, AddedTokenFinder All) _late;

    public TextEncoder(TokenizerFile file)
    {
        _file = file;
        _merges = new BytePairEncoder(file);
        _bytes = TokenBytes(file);
        var early = file.Added.Where(token => !token.Normalized).Select(token => (token.Content, token)).ToList();
        var late = file.Added.Where(token => token.Normalized).Select(token => (Content: file.Normalizer.Apply(token.Content, TextPlace.AfterToken), token)).ToList();
        _early = (new(early.Where(entry => !entry.token.Special)), new(early));
        _late = (new(late.Where(entry => !entry.token.Special)), new(late));
    }

    /// <summary>The bytes that a token adds to a text; none for special tokens.</summary>
    public ReadOnlySpan<byte> BytesOf(int token) => _bytes[token];

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">Any text; halves of surrogate pairs, which have no UTF-8 form, count as U+FFFD.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="withSpecial">Whether the names of special tokens stand for them. If not, they are text like any other, so nobody can bring one in. Other added tokens always do.</param>
    public List<int> Encode(string text, TextPlace place, bool withSpecial)
    {
        var tokens = new List<int>();
        foreach (var (piece, added) in (withSpecial ? _early.All : _early.Text).Cut(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))))
        {
            if (added is null)
            {
                EncodePiece(piece, place, withSpecial, tokens);
            }
            else
            {
                tokens.Add(added.Id);
            }

            place = TextPlace.AfterToken;
        }

        return tokens;
    }

    private void EncodePiece(string text, TextPlace place, bool withSpecial, List<int> tokens)
    {
        foreach (var (piece, added) in (withSpecial ? _late.All : _late.Text).Cut(_file.Normalizer.Apply(text, place)))
        {
            if (added is not null)
            {
                tokens.Add(added.Id);
            }
            else
            {
                foreach (var word in _file.PreTokenizer.Cut(piece, place))
                {
                    _merges.Encode(word, tokens);
                }
            }

            place = TextPlace.AfterToken;
        }
    }

    private static byte[][] TokenBytes(TokenizerFile file)
    {
        var bytes = new byte[file.Size][];
        Array.Fill(bytes, []);
        foreach (var (token, id) in file.Vocabulary)
        {
            bytes[id] = file.PreTokenizer.IsByteLevel ? ByteAlphabet.Decode(token) ?? Encoding.UTF8.GetBytes(token)
                : file.ByteFallback && ByteToken().IsMatch(token) ? [Convert.ToByte(token[3..5], 16)]
                : Encoding.UTF8.GetBytes(token.Replace('▁', ' '));
        }

        foreach (var token in file.Added)
        {
            bytes[token.Id] = token.Special ? [] : Encoding.UTF8.GetBytes(token.Content);
        }

        return bytes;
    }

    [GeneratedRegex("^<0x[0-9A-F]{2}>$", RegexOptions.CultureInvariant)]
    private static partial Regex ByteToken();
}
