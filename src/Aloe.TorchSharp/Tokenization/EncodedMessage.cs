namespace Aloe.Torch;

/// <summary>One message as tokens: the header that names the speaker, then the text and the end of the turn.</summary>
/// <param name="Tokens">All tokens.</param>
/// <param name="BodyStart">Index of the first token after the header. In an assistant message the tokens from here on are what the model has to say, and so what a loss falls on.</param>
public sealed record EncodedMessage(int[] Tokens, int BodyStart);
