using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Aloe.Middleware;

/// <summary>Puts telemetry and logging into a pipeline.</summary>
public static class TelemetryBuilderExtensions
{
    /// <summary>
    /// Spans and metrics by the OpenTelemetry conventions for generative AI, from <see cref="OpenTelemetryChatClient"/> under the name <see cref="AloeTelemetry.SourceName"/>;
    /// the role on every span (<c>aloe.role</c>), and counters by role: <c>aloe.client.calls</c>, <c>aloe.client.tokens</c>. A budget adds <c>aloe.client.cost</c>. Put it outermost.
    /// </summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="role">Who calls, such as <c>judge</c>.</param>
    /// <param name="loggerFactory">Where the convention's events go; null means nowhere.</param>
    /// <param name="includeContent">Also put prompts and answers on the spans. <value>Default: false, whatever the environment says.</value></param>
    /// <exception cref="ArgumentException"><paramref name="role"/> is empty.</exception>
    public static ChatClientBuilder UseAloeTelemetry(this ChatClientBuilder builder, string role, ILoggerFactory? loggerFactory = null, bool includeContent = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Require.Text(role, nameof(role));
        return builder
            .UseOpenTelemetry(loggerFactory, AloeTelemetry.SourceName, client => client.EnableSensitiveData = includeContent)
            .Use(inner => new RoleTelemetryChatClient(inner, role));
    }

    /// <summary>A log line for every call: role, model, tokens, duration, finish reason. Prompts and answers only when asked for.</summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="logger">Where to.</param>
    /// <param name="role">Who calls, such as <c>judge</c>.</param>
    /// <param name="options">What is written; null means the defaults.</param>
    /// <exception cref="ArgumentException"><paramref name="role"/> is empty.</exception>
    public static ChatClientBuilder UseUsageLog(this ChatClientBuilder builder, ILogger logger, string role, UsageLogOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(logger);
        Require.Text(role, nameof(role));
        return builder.Use(inner => new UsageLogChatClient(inner, logger, role, options));
    }
}
