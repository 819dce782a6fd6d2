using System.Text.Json;

namespace Aloe.Data;

/// <summary>Preference pairs as TRL's <c>DPOTrainer</c> takes them: <c>{"prompt":[messages],"chosen":[message],"rejected":[message]}</c>.</summary>
/// <remarks>The format has no ids; a pair that is read is named by file and line.</remarks>
public sealed class TrlPreferenceFormat : JsonLinesFormat<PreferencePair>
{
    private protected override IEnumerable<PreferencePair> Parse(JsonLine line)
    {
        var row = line.Parse(DataJsonContext.Default.TrlPreferenceLine);
        var prompt = TrlMessage.Read(row.Prompt, "prompt", line);
        line.Require(prompt[^1].Role == DialogueRole.User, "prompt", "must end with a user message.");
        var id = $"{Path.GetFileNameWithoutExtension(line.Path)}-{line.Number}";
        return [new PreferencePair(id, prompt, Reply(row.Chosen, "chosen", line), Reply(row.Rejected, "rejected", line))];
    }

    internal override void Write(PreferencePair item, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(item);
        var row = new TrlPreferenceLine(
            TrlMessage.From(item.Prompt), [new TrlMessage(DialogueRole.Assistant, item.Chosen)], [new TrlMessage(DialogueRole.Assistant, item.Rejected)]);
        JsonSerializer.Serialize(json, row, DataJsonContext.Default.TrlPreferenceLine);
    }

    private static string Reply(IReadOnlyList<TrlMessage> messages, string field, JsonLine line)
        => TrlMessage.Read(messages, field, line) is [{ Role: DialogueRole.Assistant } reply]
            ? reply.Text
            : throw line.Error(field, "must be one assistant message.");
}
