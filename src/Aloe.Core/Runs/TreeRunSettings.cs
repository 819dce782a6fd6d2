using System.Text.Json;

namespace Aloe.Runs;

/// <summary>The options that decide what trees a run builds, as names and values: all properties but the concurrency, so that an option that is added later is not forgotten.</summary>
internal static class TreeRunSettings
{
    public static IEnumerable<KeyValuePair<string, string>> Of(ConversationTreeOptions options)
        => Flatten("", JsonSerializer.SerializeToElement(options, TreeOptionsJsonContext.Default.ConversationTreeOptions))
            .Where(setting => setting.Key != nameof(ConversationTreeOptions.Concurrency));

    private static IEnumerable<KeyValuePair<string, string>> Flatten(string path, JsonElement value)
        => value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().SelectMany(property => Flatten(path.Length == 0 ? property.Name : $"{path}.{property.Name}", property.Value))
            : [new(path, value.ToString())];
}
