using Microsoft.Extensions.Logging;

namespace Aloe.Personalization;

/// <summary>The lines of <see cref="PersonaInferenceChatClient"/>. They hold numbers and types of errors: the text of an error may repeat the conversation, and an id may be a name.</summary>
internal static partial class InferenceMessages
{
    [LoggerMessage(1, LogLevel.Debug, "A picture has become version {Version}: {Facts} facts, {Traits} traits, {Turns} turns")]
    public static partial void Inferred(this ILogger logger, long version, int facts, int traits, long turns);

    [LoggerMessage(2, LogLevel.Warning, "An inference failed: {Error}")]
    public static partial void InferenceFailed(this ILogger logger, string error);

    [LoggerMessage(3, LogLevel.Warning, "The inducer's answer could not be read; the picture stays as it is")]
    public static partial void AnswerUnreadable(this ILogger logger);

    [LoggerMessage(4, LogLevel.Warning, "A picture could not be read from its store, so that a request goes without a hint: {Error}")]
    public static partial void PictureUnread(this ILogger logger, string error);

    [LoggerMessage(5, LogLevel.Warning, "Too many replies wait for their inference: {Replies} dropped")]
    public static partial void Dropped(this ILogger logger, int replies);
}
