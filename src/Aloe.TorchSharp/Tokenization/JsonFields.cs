using System.Text.Json;

namespace Aloe.Torch;

/// <summary>Optional fields of <c>tokenizer.json</c>, where null is as good as missing.</summary>
internal static class JsonFields
{
    extension(JsonElement element)
    {
        public JsonElement? Field(string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

        public string? Text(string name) => element.Field(name)?.GetString();

        public bool Flag(string name, bool missing = false) => element.Field(name)?.GetBoolean() ?? missing;

        /// <summary>The element itself, or the steps where it is a sequence.</summary>
        public IEnumerable<JsonElement> Steps(string name)
            => element.Text("type") == "Sequence" ? element.GetProperty(name).EnumerateArray().SelectMany(step => step.Steps(name)) : [element];

        /// <summary>A regular expression or a text to find.</summary>
        public string Pattern()
        {
            var pattern = element.GetProperty("pattern");
            return pattern.Text("Regex") ?? System.Text.RegularExpressions.Regex.Escape(pattern.Text("String") ?? throw new FormatException($"{element.Text("type")}.pattern is neither Regex nor String."));
        }
    }
}
