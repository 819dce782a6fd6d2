using System.Text.Json;
using Aloe.Data;

namespace Aloe.Runs;

/// <summary>Items of a run that could not be made, one a line: <c>{"schemaVersion":1,"id":…,"cause":…,"attempts":…,"role":…,"turn":…,"text":…}</c>.</summary>
public sealed class FailedItemFormat : JsonLinesFormat<FailedItem>
{
    private const int SchemaVersion = 1;

    private protected override IEnumerable<FailedItem> Parse(JsonLine line)
    {
        var item = line.Parse(RunJsonContext.Default.FailedItemLine);
        line.RequireSchema(item.SchemaVersion, SchemaVersion);
        line.RequireText(item.Id, "id");
        line.Require(item.Attempts > 0, "attempts", $"is {item.Attempts}; it must be at least 1.");
        return [new FailedItem(item.Id, item.Cause, item.Attempts, item.Role, item.Turn, item.Text)];
    }

    internal override void Write(FailedItem item, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(item);
        JsonSerializer.Serialize(json, new FailedItemLine(SchemaVersion, item.Id, item.Cause, item.Attempts, item.Role, item.Turn, item.Text), RunJsonContext.Default.FailedItemLine);
    }
}
