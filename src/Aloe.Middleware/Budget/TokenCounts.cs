using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Tokens of a call. Cached input is a part of the input, as in <see cref="UsageDetails"/>.</summary>
internal readonly record struct TokenCounts(long Input, long CachedInput, long Output)
{
    // Far above any call, and far below where sums of many calls overflow.
    private const long Most = 1_000_000_000;

    /// <summary>What a provider reported, held within what is possible; null where it does not tell both input and output.</summary>
    public static TokenCounts? Of(UsageDetails? usage)
    {
        if (usage is not { InputTokenCount: { } input, OutputTokenCount: { } output })
        {
            return null;
        }

        input = Math.Clamp(input, 0, Most);
        return new TokenCounts(input, Math.Clamp(usage.CachedInputTokenCount ?? 0, 0, input), Math.Clamp(output, 0, Most));
    }
}
