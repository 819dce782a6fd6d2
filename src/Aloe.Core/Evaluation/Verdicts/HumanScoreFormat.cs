using System.Text.Json;
using Aloe.Data;

namespace Aloe.Evaluation;

/// <summary>Scores that people gave, one a line: <c>{"case":"profile01-personality1","turn":3,"score":4}</c>. Several people may score the same reply.</summary>
public sealed class HumanScoreFormat : JsonLinesFormat<HumanScore>
{
    private protected override IEnumerable<HumanScore> Parse(JsonLine line)
    {
        var human = line.Parse(DataJsonContext.Default.HumanScore);
        line.RequireText(human.Case, "case");
        line.Require(human.Turn >= 1, "turn", $"is {human.Turn}; turns count from 1.");
        line.Require(human.Score is >= ScoreScale.Min and <= ScoreScale.Max, "score", FormattableString.Invariant($"is {human.Score}; it must be between {ScoreScale.Min} and {ScoreScale.Max}."));
        return [human];
    }

    internal override void Write(HumanScore item, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(item);
        JsonSerializer.Serialize(json, item, DataJsonContext.Default.HumanScore);
    }
}
