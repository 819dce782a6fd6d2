using System.Text.Json;
using Aloe.Answers;

namespace Aloe.Conversations;

/// <summary>What an inducer says is revealed.</summary>
/// <param name="Facts">As it worded them; not yet looked up in the profile.</param>
/// <param name="Traits">The same for the personality.</param>
internal sealed record InducerAnswer(IReadOnlyList<string> Facts, IReadOnlyList<string> Traits)
{
    public static readonly AnswerForm<InducerAnswer> Form = new(
        """{"facts":[...],"traits":[...]}""",
        "revealed",
        """
        {"type":"object","properties":{"facts":{"type":"array","items":{"type":"string"}},"traits":{"type":"array","items":{"type":"string"}}},
        "required":["facts","traits"],"additionalProperties":false}
        """,
        TryParse);

    private static readonly InducerAnswer Nothing = new([], []);

    /// <summary>Reads an answer. Of several objects the last that names facts, and the last that names traits, count: models correct themselves.</summary>
    public static bool TryParse(string answer, out InducerAnswer value)
    {
        var objects = JsonAnswer.All(answer);
        var (facts, traits) = (Last(objects, "facts"), Last(objects, "traits"));
        value = facts is null && traits is null ? Nothing : new InducerAnswer(facts ?? [], traits ?? []);
        return facts is not null || traits is not null;
    }

    private static IReadOnlyList<string>? Last(IReadOnlyList<JsonElement> objects, string name)
        => objects.Select(json => Texts(json, name)).LastOrDefault(texts => texts is not null);

    private static IReadOnlyList<string>? Texts(JsonElement json, string name)
    {
        if (JsonString.Property(json, name) is not { } value)
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => [JsonString.Of(value)],
            JsonValueKind.Array => [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(JsonString.Of)],
            JsonValueKind.Null => [],
            _ => null,
        };
    }
}
