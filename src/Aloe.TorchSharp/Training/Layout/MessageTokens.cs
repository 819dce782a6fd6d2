namespace Aloe.Torch.Training;

/// <summary>A message with its template markers.</summary>
/// <param name="Tokens">Header, body, end of turn and whatever the template puts after it.</param>
/// <param name="BodyStart">First token of the body.</param>
/// <param name="BodyEnd">End of what the model must say: just after the end-of-turn token. Equal to <paramref name="BodyStart"/> for messages that are never predicted.</param>
internal sealed record MessageTokens(int[] Tokens, int BodyStart, int BodyEnd)
{
    /// <summary>What the model must say.</summary>
    public ReadOnlySpan<int> Body => Tokens.AsSpan(BodyStart, BodyEnd - BodyStart);
}
