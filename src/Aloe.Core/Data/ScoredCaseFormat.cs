using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Aloe.Data;

/// <summary>Played cases of a benchmark, one a line: <c>{"schemaVersion":1,"case":{…},"turns":[…],"drift":…,"judgedAs":…}</c>, with the properties of <see cref="ScoredCase"/>.</summary>
public sealed class ScoredCaseFormat : JsonLinesFormat<ScoredCase>
{
    private const int SchemaVersion = 1;

    private static readonly JsonTypeInfo<ScoredCaseLine> LineType = RequiredProperties.Of<ScoredCaseLine>(DataJsonContext.Default);

    private protected override IEnumerable<ScoredCase> Parse(JsonLine line)
    {
        var parsed = line.Parse(LineType);
        line.RequireSchema(parsed.SchemaVersion, SchemaVersion);
        var scored = new ScoredCase(parsed.Case, parsed.Turns) { Drift = parsed.Drift, JudgedAs = parsed.JudgedAs };
        return ScoredCaseCheck.Problem(scored) is var (field, reason) ? throw line.Error(field, reason) : [scored];
    }

    internal override void Write(ScoredCase item, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(item);
        JsonSerializer.Serialize(json, new ScoredCaseLine(SchemaVersion, item.Case, item.Turns, item.Drift, item.JudgedAs), LineType);
    }
}
