namespace Aloe.Torch;

/// <summary>Values of <c>tokenizer.ggml.token_type</c>.</summary>
internal enum GgufTokenType
{
    Normal = 1,
    Unknown = 2,

    /// <summary>Steers the model; never made from a plain text.</summary>
    Control = 3,

    /// <summary>A fixed string, found in a text before anything else.</summary>
    UserDefined = 4,

    /// <summary>An id that the model has and the tokenizer has not.</summary>
    Unused = 5,

    /// <summary>One byte, for characters that are not in a SentencePiece vocabulary.</summary>
    Byte = 6,
}
