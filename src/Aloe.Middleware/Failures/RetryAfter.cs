using System.ClientModel.Primitives;
using System.Globalization;
using System.Net.Http.Headers;

namespace Aloe.Middleware;

/// <summary>Reads how long a server wants to be left alone.</summary>
internal static class RetryAfter
{
    /// <summary>From <c>retry-after-ms</c> (OpenAI, Azure) or <c>Retry-After</c>.</summary>
    public static TimeSpan? Of(PipelineResponseHeaders headers, TimeProvider time)
        => headers.TryGetValue("retry-after-ms", out var milliseconds) && Span(milliseconds, TimeSpan.TicksPerMillisecond) is { } exact ? exact
            : headers.TryGetValue("Retry-After", out var value) ? Parse(value, time)
            : null;

    /// <summary>Seconds, with or without a fraction, or a date (RFC 9110, section 10.2.3). Null for anything else; a date that has passed is zero.</summary>
    public static TimeSpan? Parse(string? value, TimeProvider time)
        => Span(value, TimeSpan.TicksPerSecond) is { } seconds ? seconds
            : RetryConditionHeaderValue.TryParse(value, out var header) && header.Date is { } date ? TimeSpan.FromTicks(Math.Max(0, (date - time.GetUtcNow()).Ticks))
            : null;

    private static TimeSpan? Span(string? value, long ticksPerUnit)
        => double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= TimeSpan.MaxValue.Ticks / 2 / ticksPerUnit
            ? TimeSpan.FromTicks((long)(number * ticksPerUnit))
            : null;
}
