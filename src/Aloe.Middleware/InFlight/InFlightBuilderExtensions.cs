using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Puts a limit of calls in flight into a pipeline.</summary>
public static class InFlightBuilderExtensions
{
    /// <summary>Limits the calls that are under way at the same time. Put it inside of the rate limit, so that no call occupies a place while it waits for a permit.</summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="limit">The limit; shared by every pipeline that leads to the endpoint.</param>
    public static ChatClientBuilder UseInFlightLimit(this ChatClientBuilder builder, InFlightLimit limit)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(limit);
        return builder.Use(inner => new InFlightChatClient(inner, limit));
    }
}
