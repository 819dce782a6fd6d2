using Microsoft.Extensions.AI;

namespace Aloe.Personalization;

/// <summary>Says in the options of a request whose request it is, under the property <c>aloe.user</c>. <see cref="PersonaInferenceChatClient"/> takes it out again, so that no provider sees it.</summary>
public static class ChatOptionsUserExtensions
{
    private const string Name = "aloe.user";

    /// <summary>A copy of the options with the id of a user.</summary>
    /// <param name="options">The options; null means none so far. They are not changed.</param>
    /// <param name="user">Id of the user, as your authentication knows it; never something that the user can choose.</param>
    /// <exception cref="ArgumentException"><paramref name="user"/> is empty.</exception>
    public static ChatOptions WithUser(this ChatOptions? options, string user)
    {
        Require.Text(user, nameof(user));
        var named = options?.Clone() ?? new ChatOptions();
        (named.AdditionalProperties ??= [])[Name] = user;
        return named;
    }

    /// <summary>The id of the user; null if there is none, or an empty one, or one that is no text.</summary>
    /// <param name="options">The options; null means none.</param>
    public static string? GetUser(this ChatOptions? options)
        => options?.AdditionalProperties is { } properties && properties.TryGetValue(Name, out var user) && user is string { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    internal static ChatOptions? WithoutUser(this ChatOptions? options)
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
