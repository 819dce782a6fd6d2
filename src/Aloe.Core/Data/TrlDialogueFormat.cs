using System.Text.Json;

namespace Aloe.Data;

/// <summary>Dialogues as TRL's <c>SFTTrainer</c> takes them: <c>{"messages":[{"role":…,"content":…},…]}</c>.</summary>
/// <remarks>The format has no ids; a dialogue that is read is named by file and line.</remarks>
public sealed class TrlDialogueFormat : JsonLinesFormat<Dialogue>
{
    private protected override IEnumerable<Dialogue> Parse(JsonLine line)
    {
        var row = line.Parse(DataJsonContext.Default.TrlDialogueLine);
        return [new Dialogue($"{Path.GetFileNameWithoutExtension(line.Path)}-{line.Number}", TrlMessage.Read(row.Messages, "messages", line))];
    }

    internal override void Write(Dialogue item, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(item);
        JsonSerializer.Serialize(json, new TrlDialogueLine(TrlMessage.From(item.Messages)), DataJsonContext.Default.TrlDialogueLine);
    }
}
