using System.Text.Json;
using Aloe.Data;

namespace Aloe.Runs;

/// <summary>How a pool grew, one call a line.</summary>
internal sealed class GrowthFormat : JsonLinesFormat<GrowthLine>
{
    private protected override IEnumerable<GrowthLine> Parse(JsonLine line)
    {
        var growth = line.Parse(RunJsonContext.Default.GrowthLine);
        line.RequireSchema(growth.SchemaVersion, GrowthLine.CurrentSchema);
        line.Require(growth is { Count: >= 0, Target: >= 0, Calls: >= 0, Candidates: >= 0, TooSimilar: >= 0, Malformed: >= 0 }, "count", "and all other counts must not be negative.");
        return [growth];
    }

    internal override void Write(GrowthLine item, Utf8JsonWriter json) => JsonSerializer.Serialize(json, item, RunJsonContext.Default.GrowthLine);
}
