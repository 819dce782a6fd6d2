namespace Aloe.Torch;

/// <summary>How a conversation is written for a model. Strings may name special tokens.</summary>
/// <param name="Name">Name of the format.</param>
/// <param name="Prefix">Opens every conversation; <see cref="BosPlaceholder"/> stands for the tokenizer's own beginning-of-text token.</param>
/// <param name="System">Header of a system message.</param>
/// <param name="User">Header of a user message.</param>
/// <param name="Assistant">Header of an assistant message.</param>
/// <param name="EndOfTurn">The special token that ends a message.</param>
/// <param name="Separator">Follows the end of a turn.</param>
internal sealed record ChatFormat(string Name, string Prefix, string System, string User, string Assistant, string EndOfTurn, string Separator)
{
    public const string BosPlaceholder = "{bos}";

    /// <summary>Chat template of <see cref="AloeNano"/>, in the Jinja dialect of Hugging Face's library.</summary>
    public const string AloeNanoTemplate =
        "{{ bos_token }}{% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] + '<|end|>' }}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

    /// <summary>The format of the built-in model: a role token, the text, an end token.</summary>
    public static readonly ChatFormat AloeNano = new("aloe-nano", "<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>", "");

    private static readonly ChatFormat ChatMl = new("ChatML", "", Header("system"), Header("user"), Header("assistant"), "<|im_end|>", "\n");

    private static readonly ChatFormat Llama3 = new("Llama 3", BosPlaceholder, Llama3Header("system"), Llama3Header("user"), Llama3Header("assistant"), "<|eot_id|>", "");

    public string HeaderOf(DialogueRole role) => role switch
    {
        DialogueRole.System => System,
        DialogueRole.User => User,
        _ => Assistant,
    };

    /// <summary>The format that a chat template renders; null for one that is not known. Templates are recognised, not run.</summary>
    public static ChatFormat? Recognise(string template)
        => template == AloeNanoTemplate ? AloeNano
            : template.Contains("<|im_start|>", StringComparison.Ordinal) ? ChatMl
            : template.Contains("<|start_header_id|>", StringComparison.Ordinal) ? Llama3
            : null;

    private static string Header(string role) => $"<|im_start|>{role}\n";

    private static string Llama3Header(string role) => $"<|start_header_id|>{role}<|end_header_id|>\n\n";
}
