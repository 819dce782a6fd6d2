using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Tells whether an answer came from a request cache.</summary>
public static class CacheHitExtensions
{
    private const string Name = "aloe.cache_hit";

    /// <summary>Whether a <see cref="DiskCacheChatClient"/> had the answer.</summary>
    /// <param name="response">The answer; one made of streamed updates works too.</param>
    public static bool IsCacheHit(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.AdditionalProperties is { } properties && properties.TryGetValue(Name, out var mark) && mark is true;
    }

    internal static void MarkAsCacheHit(this ChatResponse response) => (response.AdditionalProperties ??= [])[Name] = true;
}
