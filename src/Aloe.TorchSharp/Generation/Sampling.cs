using Microsoft.Extensions.AI;

namespace Aloe.Torch;

/// <summary>How the next token is drawn.</summary>
/// <param name="Temperature">Divides the scores; 0 takes the best token.</param>
/// <param name="TopP">Only the most probable tokens that together reach this probability are drawn from (Holtzman et al., 2020); 1 draws from all.</param>
/// <param name="TopK">Only this many of the most probable tokens are drawn from; 0 draws from all. Goes before <paramref name="TopP"/>.</param>
internal readonly record struct Sampling(double Temperature, double TopP, int TopK = 0)
{
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range; the message names it.</exception>
    /// <exception cref="NotSupportedException">An option would change the reply, and a local model cannot do it; the message names it.</exception>
    public static Sampling From(ChatOptions? options)
    {
        Supported(options?.Tools is null or { Count: 0 }, nameof(ChatOptions.Tools));
        Supported(options?.ResponseFormat is null or ChatResponseFormatText, nameof(ChatOptions.ResponseFormat));
        Supported(options?.FrequencyPenalty is null or 0, nameof(ChatOptions.FrequencyPenalty));
        Supported(options?.PresencePenalty is null or 0, nameof(ChatOptions.PresencePenalty));
        Supported(options?.ConversationId is null, nameof(ChatOptions.ConversationId));
        return new(
            Require.InRange(options?.Temperature ?? 1, 0, 100, nameof(ChatOptions.Temperature)),
            Require.InRange(options?.TopP ?? 1, 1e-6, 1, nameof(ChatOptions.TopP)),
            options?.TopK is { } topK ? Require.AtLeast(topK, 1, nameof(ChatOptions.TopK)) : 0);

        static void Supported(bool holds, string option)
        {
            if (!holds)
            {
                throw new NotSupportedException($"ChatOptions.{option} is not supported by local models.");
            }
        }
    }
}
