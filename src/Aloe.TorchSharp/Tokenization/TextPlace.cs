namespace Aloe.Torch;

/// <summary>Where a text stands in a conversation; SentencePiece-style tokenizers put a space before it at some places.</summary>
internal enum TextPlace
{
    /// <summary>Nothing stands before it.</summary>
    Beginning,

    /// <summary>An added token stands before it.</summary>
    AfterToken,

    /// <summary>It continues a text.</summary>
    Within,
}
