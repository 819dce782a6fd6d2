using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Aloe.Runs;

/// <summary>The options that decide what a run makes, as names and values: all properties but the concurrency, so that an option that is added later is not forgotten.</summary>
internal static class RunSettings
{
    private const string Concurrency = "Concurrency";

    public static IEnumerable<KeyValuePair<string, string>> Of<T>(T options, JsonTypeInfo<T> type)
        => Flatten("", JsonSerializer.SerializeToElement(options, type)).Where(setting => setting.Key != Concurrency);

    private static IEnumerable<KeyValuePair<string, string>> Flatten(string path, JsonElement value)
        => value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().SelectMany(property => Flatten(path.Length == 0 ? property.Name : $"{path}.{property.Name}", property.Value))
            : [new(path, value.ToString())];
}
