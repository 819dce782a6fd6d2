using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Puts retries into a pipeline.</summary>
public static class RetryBuilderExtensions
{
    /// <summary>Makes calls again that failed for a reason that may pass. Put it outside of routing, breakers, limits and time limits of a call, so that each attempt goes through them.</summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="options">How; null means the defaults.</param>
    public static ChatClientBuilder UseRetry(this ChatClientBuilder builder, RetryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(inner => new RetryChatClient(inner, options));
    }
}
