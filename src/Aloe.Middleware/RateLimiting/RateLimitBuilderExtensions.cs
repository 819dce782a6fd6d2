using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Puts a rate limit into a pipeline.</summary>
public static class RateLimitBuilderExtensions
{
    /// <summary>Keeps calls to the requests and tokens per minute that an endpoint allows. Put it inside of retries, routing and the breaker, outside of the limit of calls in flight and of the time limit of a call.</summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="limit">The limit; shared by every pipeline that leads to the endpoint.</param>
    public static ChatClientBuilder UseRateLimit(this ChatClientBuilder builder, RateLimit limit)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(limit);
        return builder.Use(inner => new RateLimitChatClient(inner, limit));
    }
}
