using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Puts a circuit breaker into a pipeline.</summary>
public static class CircuitBreakerBuilderExtensions
{
    /// <summary>Refuses calls to an endpoint that fails too often. Put it inside of retries and routing, outside of limits: a refusal then neither waits nor takes a permit.</summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="breaker">The health of the endpoint; shared by every pipeline that leads to it.</param>
    public static ChatClientBuilder UseCircuitBreaker(this ChatClientBuilder builder, CircuitBreaker breaker)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(breaker);
        return builder.Use(inner => new CircuitBreakerChatClient(inner, breaker));
    }
}
