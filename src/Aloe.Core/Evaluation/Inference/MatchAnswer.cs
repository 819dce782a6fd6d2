using System.Globalization;
using System.Text.Json;
using Aloe.Answers;

namespace Aloe.Evaluation;

/// <summary>Which claims a judge says go with which sentences, by their 1-based numbers, as it gave them.</summary>
internal sealed record MatchAnswer(IReadOnlyList<(int Claim, int Sentence)> Facts, IReadOnlyList<(int Claim, int Sentence)> Traits)
{
    public static readonly AnswerForm<MatchAnswer> Form = new(
        """{"facts":[[claim,sentence],...],"traits":[[claim,sentence],...]}""",
        "matches",
        """
        {"type":"object","properties":{"facts":{"type":"array","items":{"type":"array","items":{"type":"integer"}}},"traits":{"type":"array","items":{"type":"array","items":{"type":"integer"}}}},
        "required":["facts","traits"],"additionalProperties":false}
        """,
        TryParse);

    private static readonly MatchAnswer Nothing = new([], []);

    /// <summary>Reads an answer. Of several objects the last that pairs facts, and the last that pairs traits, count: models correct themselves.</summary>
    public static bool TryParse(string answer, out MatchAnswer value)
    {
        var objects = JsonAnswer.All(answer);
        var (facts, traits) = (Last(objects, "facts"), Last(objects, "traits"));
        value = facts is null && traits is null ? Nothing : new MatchAnswer(facts ?? [], traits ?? []);
        return facts is not null || traits is not null;
    }

    private static List<(int Claim, int Sentence)>? Last(IReadOnlyList<JsonElement> objects, string name)
        => objects.Select(json => JsonString.Property(json, name) is { } list ? Pairs(list) : null).LastOrDefault(pairs => pairs is not null);

    /// <summary>The pairs of a list; null where it is no list, or has items of which none is a pair.</summary>
    private static List<(int Claim, int Sentence)>? Pairs(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            return list.ValueKind == JsonValueKind.Null ? [] : null;
        }

        var pairs = list.EnumerateArray().Select(Pair).OfType<(int, int)>().ToList();
        return pairs.Count == 0 && list.GetArrayLength() > 0 ? null : pairs;
    }

    private static (int Claim, int Sentence)? Pair(JsonElement item)
    {
        var (claim, sentence) = item.ValueKind switch
        {
            JsonValueKind.Array when item.GetArrayLength() == 2 => (item[0], item[1]),
            JsonValueKind.Object => (JsonString.Property(item, "claim"), JsonString.Property(item, "sentence")),
            _ => (default(JsonElement?), default(JsonElement?)),
        };
        return claim is { } first && sentence is { } second && Number(first) is { } one && Number(second) is { } other ? (one, other) : null;
    }

    private static int? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt32(out var number) => number,
        JsonValueKind.String when int.TryParse(JsonString.Of(value).AsSpan().Trim().Trim("#."), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
