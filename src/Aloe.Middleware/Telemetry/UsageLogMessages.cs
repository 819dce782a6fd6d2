using Microsoft.Extensions.Logging;

namespace Aloe.Middleware;

/// <summary>The lines of <see cref="UsageLogChatClient"/>.</summary>
internal static partial class UsageLogMessages
{
    [LoggerMessage(1, LogLevel.Debug, "{Role} asked {Model}: {InputTokens} tokens in, {OutputTokens} out, {Milliseconds:F0} ms, finish reason {FinishReason}, from cache: {IsCacheHit}")]
    public static partial void Answered(this ILogger logger, string role, string? model, long? inputTokens, long? outputTokens, double milliseconds, string? finishReason, bool isCacheHit);

    [LoggerMessage(2, LogLevel.Warning, "{Role} asked {Model}: {Error} after {Milliseconds:F0} ms")]
    public static partial void Failed(this ILogger logger, Exception? failure, string role, string? model, string error, double milliseconds);

    [LoggerMessage(3, LogLevel.Debug, "{Role} asked {Model}: cancelled after {Milliseconds:F0} ms")]
    public static partial void Cancelled(this ILogger logger, string role, string? model, double milliseconds);

    [LoggerMessage(4, LogLevel.Trace, "{Role} asked {Model}: {Messages}\nanswer: {Answer}")]
    public static partial void Content(this ILogger logger, string role, string? model, string messages, string answer);
}
