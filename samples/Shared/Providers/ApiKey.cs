namespace Aloe.Samples.Providers;

/// <summary>The provider's key. It comes from the environment, goes into the request's Authorization header, and nowhere else.</summary>
internal static class ApiKey
{
    public const string Variable = "OPENAI_API_KEY";

    /// <summary>The key, or null where none is set.</summary>
    public static string? FromEnvironment() => Environment.GetEnvironmentVariable(Variable) is { } key && !string.IsNullOrWhiteSpace(key) ? key.Trim() : null;

    /// <summary>A text without the key, in case a server's answer or an error repeats it.</summary>
    public static string Scrub(string text) => FromEnvironment() is { } key ? text.Replace(key, "***", StringComparison.Ordinal) : text;
}
