using Microsoft.Extensions.Logging;

namespace Aloe.Personalization;

/// <summary>The lines of the stores. They name neither users nor what is known of them.</summary>
internal static partial class StoreMessages
{
    [LoggerMessage(1, LogLevel.Warning, "The picture stored as {Name} cannot be read; its user counts as unknown")]
    public static partial void Unreadable(this ILogger logger, string name);
}
