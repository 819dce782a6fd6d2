using System.Text;
using Microsoft.ML.Tokenizers;

namespace Aloe.Torch;

/// <summary>Turns the messages of a conversation into tokens and tokens into text: a byte-level BPE tokenizer with the chat format of its model.</summary>
/// <remarks>
/// Each message is tokenised on its own, so the tokens of a conversation are exactly the tokens of its messages in a row, and a common beginning of two conversations is a common beginning of their tokens.
/// Special tokens come from the chat format only: where their names occur in a message they are plain text. Thread-safe.
/// </remarks>
public sealed class ChatTokenizer
{
    private readonly BpeTokenizer _bpe;
    private readonly ChatFormat _format;
    private readonly IReadOnlyList<AddedToken> _added;
    private readonly byte[][] _bytes;
    private readonly Dictionary<DialogueRole, int[]> _headers;
    private readonly int[] _tail;

    // The vocabulary, where words that are in it are not put together by merges.
    private readonly IReadOnlyDictionary<string, int>? _wholeWords;

    private ChatTokenizer(TokenizerFile file, ChatFormat format, string? bos, string? padding, string folder)
    {
        _format = format;
        _added = file.Added;
        var addedNames = file.Added.Select(token => token.Content).ToHashSet();
        _bpe = BpeTokenizer.Create(new BpeOptions(file.Vocabulary) { Merges = file.Merges, ByteLevel = true, PreTokenizer = file.PreTokenizer });
        _wholeWords = file.WholeWords ? file.Vocabulary : null;
        VocabularySize = 1 + file.Vocabulary.Values.Concat(file.Added.Select(token => token.Id)).Max();
        _bytes = TokenBytes(file, addedNames);

        var prefix = format.Prefix.Replace(ChatFormat.BosPlaceholder, bos ?? throw new InvalidDataException($"{folder}: bos_token is missing in {TokenizerConfigFile.FileName}."), StringComparison.Ordinal);
        Prefix = EncodeFormat(prefix);
        _tail = EncodeFormat(format.EndOfTurn + format.Separator);
        EndOfTurn = SpecialId(format.EndOfTurn, folder);
        Padding = padding is null ? EndOfTurn : SpecialId(padding, folder);
        _headers = Enum.GetValues<DialogueRole>().ToDictionary(role => role, role => EncodeFormat(format.HeaderOf(role)));
        Special = file.Added.Where(token => token.Special).Select(token => token.Id).ToHashSet();
    }

    /// <summary>1 + the highest token id.</summary>
    public int VocabularySize { get; }

    /// <summary>Tokens that open every conversation; may be empty.</summary>
    public IReadOnlyList<int> Prefix { get; }

    /// <summary>The token with which the model ends a reply.</summary>
    public int EndOfTurn { get; }

    /// <summary>A token to fill rows with; what it is does not matter, as padding is masked.</summary>
    public int Padding { get; }

    /// <summary>What precedes a reply: the header of an assistant message.</summary>
    public IReadOnlyList<int> ReplyHeader => _headers[DialogueRole.Assistant];

    /// <summary>Tokens that steer the model and are no text.</summary>
    internal IReadOnlySet<int> Special { get; }

    /// <summary>Loads <c>tokenizer.json</c> and <c>tokenizer_config.json</c>.</summary>
    /// <param name="folder">Folder of the model.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or of a kind that is not supported; the message names file and field.</exception>
    public static ChatTokenizer Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var config = TokenizerConfigFile.Load(folder);
        var template = TokenizerConfigFile.Content(config.ChatTemplate)
            ?? throw new InvalidDataException($"{Path.Combine(folder, TokenizerConfigFile.FileName)}: chat_template is missing or no string.");
        var format = ChatFormat.Recognise(template)
            ?? throw new InvalidDataException($"{Path.Combine(folder, TokenizerConfigFile.FileName)}: chat_template is none of those that are known: aloe-nano, ChatML, Llama 3.");
        return new ChatTokenizer(TokenizerFile.Load(folder), format, TokenizerConfigFile.Content(config.BosToken) ?? "", TokenizerConfigFile.Content(config.PadToken), folder);
    }

    /// <summary>Tokenises a message with the markers of the chat format.</summary>
    /// <param name="message">Who says what.</param>
    public EncodedMessage Encode(DialogueMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var header = _headers[message.Role];
        return new EncodedMessage([.. header, .. EncodeText(message.Text), .. _tail], header.Length);
    }

    /// <summary>The text of tokens; special tokens have none, and bytes that are no UTF-8 become U+FFFD.</summary>
    /// <param name="tokens">Token ids.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    public string Decode(ReadOnlySpan<int> tokens)
    {
        var bytes = new List<byte>(tokens.Length * 4);
        foreach (var token in tokens)
        {
            bytes.AddRange(BytesOf(token));
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>The bytes that a token adds to a text; not always whole characters.</summary>
    internal ReadOnlySpan<byte> BytesOf(int token)
    {
        Require.InRange(token, 0, VocabularySize - 1);
        return _bytes[token];
    }

    /// <summary>Plain text, without any special token.</summary>
    internal IReadOnlyList<int> EncodeText(string text)
    {
        text = WellFormed(text);
        return _wholeWords is null ? _bpe.EncodeToIds(text) : [.. _bpe.PreTokenizer!.PreTokenize(text).SelectMany(word => EncodeWord(text.Substring(word.Offset, word.Length), _wholeWords))];
    }

    private IReadOnlyList<int> EncodeWord(string word, IReadOnlyDictionary<string, int> vocabulary)
        => vocabulary.TryGetValue(ByteAlphabet.Encode(Encoding.UTF8.GetBytes(word)), out var id) ? [id] : _bpe.EncodeToIds(word, considerPreTokenization: false);

    /// <summary>Halves of surrogate pairs, which have no UTF-8 form, become U+FFFD as everywhere in .NET.</summary>
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static byte[][] TokenBytes(TokenizerFile file, HashSet<string> addedNames)
    {
        var bytes = new byte[1 + file.Vocabulary.Values.Concat(file.Added.Select(token => token.Id)).Max()][];
        Array.Fill(bytes, []);
        foreach (var (token, id) in file.Vocabulary)
        {
            bytes[id] = addedNames.Contains(token) ? [] : ByteAlphabet.Decode(token) ?? Encoding.UTF8.GetBytes(token);
        }

        foreach (var token in file.Added.Where(token => !token.Special))
        {
            bytes[token.Id] = Encoding.UTF8.GetBytes(token.Content);
        }

        return bytes;
    }

    private int SpecialId(string content, string folder)
        => _added.FirstOrDefault(token => token.Content == content)?.Id
            ?? throw new InvalidDataException($"{Path.Combine(folder, TokenizerFile.FileName)}: added_tokens lacks \"{content}\", which the chat format {_format.Name} needs.");

    /// <summary>Text of the chat format, where the names of special tokens do stand for them.</summary>
    private int[] EncodeFormat(string text)
    {
        var tokens = new List<int>();
        while (text.Length > 0)
        {
            var (at, token) = _added
                .Select(token => (At: text.IndexOf(token.Content, StringComparison.Ordinal), Token: token))
                .Where(found => found.At >= 0)
                .OrderBy(found => found.At).ThenByDescending(found => found.Token.Content.Length)
                .FirstOrDefault((text.Length, null!));
            tokens.AddRange(EncodeText(text[..at]));
            if (token is null)
            {
                break;
            }

            tokens.Add(token.Id);
            text = text[(at + token.Content.Length)..];
        }

        return [.. tokens];
    }
}
