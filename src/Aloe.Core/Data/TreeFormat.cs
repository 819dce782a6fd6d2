namespace Aloe.Data;

/// <summary>Conversation trees, one a line: <c>{"schemaVersion":1,"id":…,"persona":{…},"turns":[…]}</c>, in which a turn has the properties of <see cref="Turn"/>.</summary>
public sealed class TreeFormat : JsonLinesFormat<ConversationTree>
{
    private const int SchemaVersion = 1;

    private protected override IEnumerable<ConversationTree> Parse(JsonLine line)
    {
        var tree = line.Parse(DataJsonContext.Default.TreeLine);
        line.RequireSchema(tree.SchemaVersion, SchemaVersion);
        line.RequireText(tree.Id, "id");
        line.RequireText(tree.Persona.Id, "persona.id");
        line.RequireText(tree.Persona.Profile, "persona.profile");
        line.RequireText(tree.Persona.Personality, "persona.personality");
        line.Require(tree.Turns.Count > 0, "turns", "must not be empty.");
        for (var i = 0; i < tree.Turns.Count; i++)
        {
            Check(tree.Turns[i], i, line);
        }

        return [new ConversationTree(tree.Id, tree.Persona, tree.Turns)];
    }

    private protected override string Format(ConversationTree item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return JsonText.Serialize(new TreeLine(SchemaVersion, item.Id, item.Persona, item.Turns), DataJsonContext.Readable.TreeLine);
    }

    private static void Check(Turn? turn, int index, JsonLine line)
    {
        line.Require(turn is not null, $"turns[{index}]", "must not be null.");
        line.Require(turn!.Number == index + 1, $"turns[{index}].number", $"is {turn.Number}; turns are numbered from 1 in order.");
        line.RequireText(turn.User, $"turns[{index}].user");
        line.RequireText(turn.Preferred, $"turns[{index}].preferred");
        line.RequireText(turn.Rejected, $"turns[{index}].rejected");
        line.Require(turn.Revealed.Facts.All(fact => fact is not null), $"turns[{index}].revealed.facts", "must not hold null.");
        line.Require(turn.Revealed.Traits.All(trait => trait is not null), $"turns[{index}].revealed.traits", "must not hold null.");
    }
}
