using Microsoft.Extensions.AI;

namespace Aloe.Testing;

/// <summary>The answers that are valid and of no use.</summary>
internal static class FaultTexts
{
    private const string Words = "and so on and so forth ";

    public static ChatResponse Empty() => Response("");

    public static ChatResponse Huge(int length) => Response(string.Concat(Enumerable.Repeat(Words, (length / Words.Length) + 1))[..length]);

    private static ChatResponse Response(string text)
        => new(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = ChatFinishReason.Stop };
}
