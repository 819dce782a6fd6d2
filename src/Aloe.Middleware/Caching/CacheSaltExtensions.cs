using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Tells apart requests that are alike: two samples of one prompt are two entries of a request cache if their salts differ.</summary>
public static class CacheSaltExtensions
{
    internal const string Name = "aloe.cache_salt";

    /// <summary>A copy of the options with a salt. <see cref="DiskCacheChatClient"/> takes the salt out again before the request goes on, so that no provider sees it.</summary>
    /// <param name="options">The options; null means none so far. They are not changed.</param>
    /// <param name="salt">Any text, such as the id of an item and the number of a sample.</param>
    /// <exception cref="ArgumentException"><paramref name="salt"/> is empty.</exception>
    public static ChatOptions WithCacheSalt(this ChatOptions? options, string salt)
    {
        Require.Text(salt, nameof(salt));
        var salted = options?.Clone() ?? new ChatOptions();
        (salted.AdditionalProperties ??= [])[Name] = salt;
        return salted;
    }

    internal static string? CacheSalt(this ChatOptions? options)
        => options?.AdditionalProperties is { } properties && properties.TryGetValue(Name, out var salt) ? salt as string : null;

    internal static ChatOptions? WithoutCacheSalt(this ChatOptions? options)
    {
        if (options?.AdditionalProperties?.ContainsKey(Name) != true)
        {
            return options;
        }

        var plain = options.Clone();
        plain.AdditionalProperties!.Remove(Name);
        if (plain.AdditionalProperties.Count == 0)
        {
            plain.AdditionalProperties = null;
        }

        return plain;
    }
}
