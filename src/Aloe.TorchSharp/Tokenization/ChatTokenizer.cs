using System.Text;

namespace Aloe.Torch;

/// <summary>Turns the messages of a conversation into tokens and tokens into text: a BPE tokenizer, byte-level or SentencePiece-style, with the chat format of its model.</summary>
/// <remarks>
/// <para>
/// Each message is tokenised on its own, and still the tokens of a conversation are those that Hugging Face's library gives for its rendered text; <see cref="Load(string, ChatFormat?)"/> checks that.
/// So a common beginning of two conversations is a common beginning of their tokens. One thing differs, on purpose: a reply is cut where a generation would begin, so white space at its beginning never becomes one token with the end of its header.
/// </para>
/// <para>
/// Special tokens come from the chat format only: where their names occur in a message they are plain text, so nobody can end a turn from within. Other added tokens, such as runs of spaces, stand for their text wherever it occurs, as they do in Hugging Face's library.
/// Thread-safe.
/// </para>
/// </remarks>
public sealed class ChatTokenizer
{
    private static readonly DialogueMessage[] Probe =
    [
        new(DialogueRole.System, "Be kind."), new(DialogueRole.User, "Hello there, who are you?"), new(DialogueRole.Assistant, "A friend.\nAnd you?"), new(DialogueRole.User, "So am I."),
        new(DialogueRole.Assistant, "Good"), new(DialogueRole.User, "Bye"),
    ];

    private readonly TextEncoder _text;
    private readonly ChatFormat _format;
    private readonly AddedTokenFinder _markers;
    private readonly Dictionary<DialogueRole, int[]> _headers;

    private ChatTokenizer(TokenizerFile file, ChatFormat format, TokenizerConfigFile config, string source)
    {
        File = file;
        Template = config.Template;
        _text = new TextEncoder(file);
        _format = Filled(format, config.Bos, config.Eos, source);
        _markers = new AddedTokenFinder(file.Added.Select(token => (token.Content, token)));
        VocabularySize = file.Size;
        Special = file.Added.Where(token => token.Special).Select(token => token.Id).ToHashSet();
        EndOfTurn = SpecialId(_format.EndOfTurn, source);
        Padding = config.Pad is { } padding ? SpecialId(padding, source) : EndOfTurn;
        Prefix = [.. _text.Encode(_format.Prefix, TextPlace.Beginning, withSpecial: true)];
        _headers = Enum.GetValues<DialogueRole>().Where(role => _format.HeaderOf(role) is not null).ToDictionary(role => role, role => Write(Marked(_format.HeaderOf(role)!)));
        Check(source);
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

    /// <summary>What <c>tokenizer.json</c> says.</summary>
    internal TokenizerFile File { get; }

    /// <summary>The chat template of the model folder; null where it has none.</summary>
    internal string? Template { get; }

    /// <summary>Whether a space at the beginning of a text is not part of it.</summary>
    internal bool DropsLeadingSpace => File.DropsLeadingSpace;

    /// <summary>Loads <c>tokenizer.json</c> and <c>tokenizer_config.json</c>, and tells the chat format from the chat template: aloe-nano, ChatML, Llama 3, Mistral v0.3, OLMo and Tülu are known.</summary>
    /// <param name="folder">Folder of the model.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or of a kind that is not supported; the message names file and field.</exception>
    public static ChatTokenizer Load(string folder) => Load(folder, null);

    /// <summary>Loads <c>tokenizer.json</c> and <c>tokenizer_config.json</c>, for a chat format of your choice.</summary>
    /// <param name="folder">Folder of the model.</param>
    /// <param name="format">How conversations are written, whatever the chat template says; null to go by the template.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">
    /// A file is damaged, or of a kind that is not supported, or the format does not suit the tokenizer: a special token is missing, or messages have other tokens in a conversation than alone. The message names what it is.
    /// </exception>
    public static ChatTokenizer Load(string folder, ChatFormat? format)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var config = TokenizerConfigFile.Load(folder);
        var source = Path.Combine(folder, TokenizerConfigFile.FileName);
        format ??= ChatTemplates.Recognise(config.Template ?? throw new InvalidDataException($"{source}: chat_template is missing or no string. Give a ChatFormat to say how conversations are written."))
            ?? throw new InvalidDataException($"{source}: chat_template is none of those that are known: aloe-nano, ChatML, Llama 3, Mistral v0.3, OLMo. Give a ChatFormat to say how conversations are written.");
        return new ChatTokenizer(TokenizerFile.Load(folder), format, config, folder);
    }

    /// <summary>The messages as the chat format writes them: with its default system message, or with the system message in that of the user. Do this before you encode the messages one by one.</summary>
    /// <param name="messages">A conversation from its first message on. Only what comes up to and with the first user message can change.</param>
    /// <exception cref="ArgumentException">The format cannot write them; the message says why.</exception>
    public IReadOnlyList<DialogueMessage> Arrange(IReadOnlyList<DialogueMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (_format.Arrange is not { } arrange || messages.Count == 0)
        {
            return messages;
        }

        var opening = messages.TakeWhile(message => message.Role != DialogueRole.User).Count() + 1;
        return [.. arrange([.. messages.Take(opening)]), .. messages.Skip(opening)];
    }

    /// <summary>Tokenises a message with the markers of the chat format.</summary>
    /// <param name="message">Who says what.</param>
    /// <exception cref="ArgumentException">The format has no system messages.</exception>
    public EncodedMessage Encode(DialogueMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!_headers.TryGetValue(message.Role, out var header))
        {
            throw new ArgumentException($"The chat format {_format.Name} has no system message beside the one at the beginning, which {nameof(Arrange)} puts into the first user message.", nameof(message));
        }

        if (message.Role == DialogueRole.Assistant)
        {
            return new EncodedMessage([.. header, .. Write([.. ReplyOf(message.Text)], Marked(_format.Assistant)[^1].Token is null ? TextPlace.Within : TextPlace.AfterToken)], header.Length);
        }

        // Where a message ends with text, what follows has a say in how that is cut: it is written too, and taken off again.
        List<(string Text, AddedToken? Token)> parts = [.. Marked(_format.HeaderOf(message.Role)!), (PromptText(message.Text), null), .. Marked(_format.PromptEnd)];
        var tokens = Write([.. parts, .. Marked(_format.Assistant)]);
        tokens = tokens.AsSpan().EndsWith(_headers[DialogueRole.Assistant]) ? tokens[..^ReplyHeader.Count] : Write(parts);
        return new EncodedMessage(tokens, tokens.AsSpan().CommonPrefixLength(header));
    }

    /// <summary>The text that the chat template would render.</summary>
    /// <param name="messages">A conversation.</param>
    /// <param name="addReplyHeader">Whether the header of a reply follows.</param>
    /// <exception cref="ArgumentException">The format cannot write them; the message says why.</exception>
    public string Render(IReadOnlyList<DialogueMessage> messages, bool addReplyHeader)
    {
        var text = new StringBuilder(_format.Prefix);
        foreach (var message in Arrange(messages))
        {
            text.Append(_format.HeaderOf(message.Role));
            text.AppendJoin("", message.Role == DialogueRole.Assistant ? ReplyOf(message.Text).Select(part => part.Text) : [PromptText(message.Text), _format.PromptEnd]);
        }

        return text.Append(addReplyHeader ? _format.Assistant : "").ToString();
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

        return Encoding.UTF8.GetString([.. DropsLeadingSpace && bytes is [(byte)' ', ..] ? bytes[1..] : bytes]);
    }

    /// <summary>The bytes that a token adds to a text; not always whole characters.</summary>
    internal ReadOnlySpan<byte> BytesOf(int token)
    {
        Require.InRange(token, 0, VocabularySize - 1);
        return _text.BytesOf(token);
    }

    /// <summary>Plain text on its own, without any special token.</summary>
    internal IReadOnlyList<int> EncodeText(string text) => _text.Encode(text, TextPlace.Beginning, withSpecial: false);

    /// <summary>Rendered text, in which the names of special tokens stand for them: what Hugging Face's library gives.</summary>
    internal IReadOnlyList<int> EncodeRendered(string text) => _text.Encode(text, TextPlace.Beginning, withSpecial: true);

    private static ChatFormat Filled(ChatFormat format, string? bos, string? eos, string source)
    {
        return format with
        {
            Prefix = Fill(format.Prefix),
            System = format.System is null ? null : Fill(format.System),
            User = Fill(format.User),
            Assistant = Fill(format.Assistant),
            EndOfTurn = Fill(format.EndOfTurn),
            PromptEnd = Fill(format.PromptEnd),
            ReplyEnd = Fill(format.ReplyEnd),
        };

        string Fill(string text) => Replace(Replace(text, ChatFormat.BosPlaceholder, bos, "bos_token"), ChatFormat.EosPlaceholder, eos, "eos_token");

        string Replace(string text, string placeholder, string? token, string field)
            => !text.Contains(placeholder, StringComparison.Ordinal) ? text
                : text.Replace(placeholder, token ?? throw new InvalidDataException($"{source}: {TokenizerConfigFile.FileName} lacks {field}, which the chat format {format.Name} needs."), StringComparison.Ordinal);
    }

    private string PromptText(string text) => _format.TrimPrompts ? text.Trim() : text;

    private IEnumerable<(string Text, AddedToken? Token)> ReplyOf(string text)
        => [(_format.ReplyStart + (_format.TrimReplies ? text.Trim() : text), null), .. Marked(_format.EndOfTurn + _format.ReplyEnd)];

    /// <summary>A string of the chat format, cut at the tokens that it names.</summary>
    private List<(string Text, AddedToken? Token)> Marked(string text) => [.. _markers.Cut(text)];

    /// <summary>The tokens of parts in a row; neighbouring texts are one text.</summary>
    private int[] Write(List<(string Text, AddedToken? Token)> parts, TextPlace place = TextPlace.Within)
    {
        var tokens = new List<int>();
        var text = new StringBuilder();
        foreach (var (part, token) in parts)
        {
            if (token is null)
            {
                text.Append(part);
                continue;
            }

            Flush();
            tokens.Add(token.Id);
            place = TextPlace.AfterToken;
        }

        Flush();
        return [.. tokens];

        void Flush()
        {
            tokens.AddRange(_text.Encode(text.ToString(), place, withSpecial: false));
            text.Clear();
        }
    }

    private int SpecialId(string content, string source)
        => File.Added.FirstOrDefault(token => token.Content == content && token.Special)?.Id
            ?? throw new InvalidDataException($"{Path.Combine(source, TokenizerFile.FileName)}: added_tokens has no special token \"{content}\", which the chat format {_format.Name} needs.");

    /// <summary>Makes sure that messages have the same tokens alone and in a conversation, and that a reply is what a generation would be.</summary>
    private void Check(string source)
    {
        if (_headers.Values.Any(header => header.Length == 0))
        {
            throw new InvalidDataException($"{Path.Combine(source, TokenizerConfigFile.FileName)}: the chat format {_format.Name} has a role without header.");
        }

        var messages = Arrange(Probe);
        var alone = Prefix.Concat(messages.SelectMany(message => Encode(message).Tokens)).Concat(ReplyHeader);
        if (!alone.SequenceEqual(EncodeRendered(Render(Probe, addReplyHeader: true))))
        {
            throw new InvalidDataException($"{Path.Combine(source, TokenizerFile.FileName)}: with this tokenizer the chat format {_format.Name} gives messages other tokens in a conversation than alone, so conversations cannot be put together from messages.");
        }
    }
}
