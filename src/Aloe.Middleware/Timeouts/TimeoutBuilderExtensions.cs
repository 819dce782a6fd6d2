using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Puts time limits into a pipeline.</summary>
public static class TimeoutBuilderExtensions
{
    /// <summary>Cancels calls that take too long. Put it next to the client, inside of retries, breakers and limits: it then measures the provider and not the queue, and a breaker sees what was too slow.</summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="options">How long; null means the defaults.</param>
    public static ChatClientBuilder UseCallTimeout(this ChatClientBuilder builder, CallTimeoutOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(inner => new CallTimeoutChatClient(inner, options));
    }

    /// <summary>Ends all calls when the time of the run is over. Put it outside of retries, so that it ends their waits too.</summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="deadline">The time; shared by all pipelines of the run.</param>
    public static ChatClientBuilder UseRunDeadline(this ChatClientBuilder builder, RunDeadline deadline)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(deadline);
        return builder.Use(inner => new RunDeadlineChatClient(inner, deadline));
    }
}
