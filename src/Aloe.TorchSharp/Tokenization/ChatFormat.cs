namespace Aloe.Torch;

/// <summary>How a conversation is written for a model: what a chat template renders, as plain data.</summary>
/// <remarks>
/// <para>
/// A conversation is <see cref="Prefix"/> and its messages in a row. A system or user message is its header, its text and <see cref="PromptEnd"/>;
/// a reply is the assistant's header, <see cref="ReplyStart"/>, its text, <see cref="EndOfTurn"/> and <see cref="ReplyEnd"/>. What the model says, and so what a loss falls on, begins after the header and ends with <see cref="EndOfTurn"/>.
/// A generation starts after the assistant's header.
/// </para>
/// <para>Names of special tokens in these strings stand for the tokens; in the texts of messages they never do. Immutable and thread-safe.</para>
/// </remarks>
public sealed record ChatFormat
{
    /// <summary>Stands for the tokenizer's beginning-of-text token in the strings of a format.</summary>
    public const string BosPlaceholder = "{bos}";

    /// <summary>Stands for the tokenizer's end-of-text token in the strings of a format.</summary>
    public const string EosPlaceholder = "{eos}";

    /// <summary>Chat template of <see cref="AloeNano"/>, in the Jinja dialect of Hugging Face's library.</summary>
    internal const string AloeNanoTemplate =
        "{{ bos_token }}{% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] + '<|end|>' }}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

    /// <summary>Name of the format, for errors.</summary>
    public required string Name { get; init; }

    /// <summary>Opens every conversation. <value>Default: empty.</value></summary>
    public string Prefix { get; init; } = "";

    /// <summary>Header of a system message; null where there is no such message, as <see cref="Arrange"/> puts its text elsewhere.</summary>
    public required string? System { get; init; }

    /// <summary>Header of a user message.</summary>
    public required string User { get; init; }

    /// <summary>Header of a reply, which a generation continues.</summary>
    public required string Assistant { get; init; }

    /// <summary>The special token with which the model ends a reply.</summary>
    public required string EndOfTurn { get; init; }

    /// <summary>Follows the text of a system or user message. <value>Default: empty.</value></summary>
    public string PromptEnd { get; init; } = "";

    /// <summary>Precedes the text of a reply; the model says it. <value>Default: empty.</value></summary>
    public string ReplyStart { get; init; } = "";

    /// <summary>Follows the end of a reply; the model does not say it. <value>Default: empty.</value></summary>
    public string ReplyEnd { get; init; } = "";

    /// <summary>Whether white space around the texts of system and user messages is taken away. <value>Default: false.</value></summary>
    public bool TrimPrompts { get; init; }

    /// <summary>Whether white space around the texts of replies is taken away. <value>Default: false.</value></summary>
    public bool TrimReplies { get; init; }

    /// <summary>
    /// What a template does to the beginning of a conversation: <see cref="DefaultSystem"/>, <see cref="SystemInFirstUser"/> or a rule of your own.
    /// Gets the messages up to and with the first user message. <value>Default: null, nothing.</value>
    /// </summary>
    public Func<IReadOnlyList<DialogueMessage>, IReadOnlyList<DialogueMessage>>? Arrange { get; init; }

    /// <summary>The format of the built-in model: a role token, the text, an end token.</summary>
    public static ChatFormat AloeNano { get; } = new()
    {
        Name = "aloe-nano",
        Prefix = "<|endoftext|>",
        System = "<|system|>",
        User = "<|user|>",
        Assistant = "<|assistant|>",
        EndOfTurn = "<|end|>",
        PromptEnd = "<|end|>",
    };

    /// <summary>ChatML, without a default system message; Qwen and SmolLM2 use it. Qwen3's replies are written as they are, with their thinking or without.</summary>
    public static ChatFormat ChatMl { get; } = new()
    {
        Name = "ChatML",
        System = "<|im_start|>system\n",
        User = "<|im_start|>user\n",
        Assistant = "<|im_start|>assistant\n",
        EndOfTurn = "<|im_end|>",
        PromptEnd = "<|im_end|>\n",
        ReplyEnd = "\n",
    };

    /// <summary>Llama 3, without the preamble of 3.1 and later.</summary>
    public static ChatFormat Llama3 { get; } = new()
    {
        Name = "Llama 3",
        Prefix = BosPlaceholder,
        System = Llama3Header("system"),
        User = Llama3Header("user"),
        Assistant = Llama3Header("assistant"),
        EndOfTurn = "<|eot_id|>",
        PromptEnd = "<|eot_id|>",
        TrimPrompts = true,
        TrimReplies = true,
    };

    /// <summary>
    /// Mistral v0.3. The system message goes into the first user message, before it and a blank line. Some published templates put it into the last one instead,
    /// which is the same with one user message; with more, a message would not stay what it was when the conversation goes on.
    /// </summary>
    public static ChatFormat Mistral { get; } = new()
    {
        Name = "Mistral v0.3",
        Prefix = BosPlaceholder,
        System = null,
        User = "[INST] ",
        Assistant = "[/INST]",
        EndOfTurn = EosPlaceholder,
        ReplyStart = " ",
        TrimReplies = true,
        Arrange = SystemInFirstUser,
    };

    /// <summary>OLMo and Tülu: the role in angle brackets as plain text, then a line for the message.</summary>
    public static ChatFormat Olmo { get; } = new()
    {
        Name = "OLMo",
        Prefix = EosPlaceholder,
        System = "<|system|>\n",
        User = "<|user|>\n",
        Assistant = "<|assistant|>\n",
        EndOfTurn = EosPlaceholder,
        PromptEnd = "\n",
        ReplyEnd = "\n",
    };

    /// <summary>A rule for <see cref="Arrange"/>: a conversation that does not begin with a system message gets this one.</summary>
    /// <param name="text">The system message.</param>
    public static Func<IReadOnlyList<DialogueMessage>, IReadOnlyList<DialogueMessage>> DefaultSystem(string text)
        => messages => messages is [{ Role: DialogueRole.System }, ..] ? messages : [new(DialogueRole.System, text), .. messages];

    /// <summary>A rule for <see cref="Arrange"/>: system messages are put before the text of the first user message, with a blank line between.</summary>
    /// <param name="opening">The messages up to and with the first user message.</param>
    /// <exception cref="ArgumentException">A system message is not followed by a user message.</exception>
    public static IReadOnlyList<DialogueMessage> SystemInFirstUser(IReadOnlyList<DialogueMessage> opening)
    {
        ArgumentNullException.ThrowIfNull(opening);
        var system = opening.TakeWhile(message => message.Role == DialogueRole.System).Select(message => message.Text + "\n\n").ToList();
        return system.Count == 0 ? opening
            : opening.Skip(system.Count).ToList() is [{ Role: DialogueRole.User } user] ? [user with { Text = string.Concat(system) + user.Text }]
            : throw new ArgumentException("The chat format writes a system message into the user message after it, and here none follows.", nameof(opening));
    }

    internal string? HeaderOf(DialogueRole role) => role switch
    {
        DialogueRole.System => System,
        DialogueRole.User => User,
        _ => Assistant,
    };

    private static string Llama3Header(string role) => $"<|start_header_id|>{role}<|end_header_id|>\n\n";
}
