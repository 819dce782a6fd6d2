using System.Text.Json;

namespace Aloe.Data;

/// <summary>Conversation trees, one a line: <c>{"schemaVersion":1,"id":…,"persona":{…},"turns":[…]}</c>, in which a turn has the properties of <see cref="Turn"/>; <c>between</c>, <c>trunkPlace</c>, <c>parent</c>, <c>rejectedSource</c> and <c>notes</c> only where they say more than the published shape does.</summary>
/// <remarks>Trees with rankings or branches have schema version 2, so that a program that knows the published shape only does not take them for one of it.</remarks>
public sealed class TreeFormat : JsonLinesFormat<ConversationTree>
{
    private const int Published = 1;
    private const int AnyShape = 2;

    private protected override IEnumerable<ConversationTree> Parse(JsonLine line)
    {
        var tree = line.Parse(DataJsonContext.Default.TreeLine);
        line.Require(tree.SchemaVersion is Published or AnyShape, "schemaVersion", $"is {tree.SchemaVersion}; this version of Aloe reads {Published} and {AnyShape}.");
        line.RequireText(tree.Id, "id");
        line.RequireText(tree.Persona.Id, "persona.id");
        line.RequireText(tree.Persona.Profile, "persona.profile");
        line.RequireText(tree.Persona.Personality, "persona.personality");
        line.Require(tree.Turns.Count > 0, "turns", "must not be empty.");
        for (var i = 0; i < tree.Turns.Count; i++)
        {
            Check(tree.Turns[i], i, tree.Turns, line);
            line.Require(tree.SchemaVersion == AnyShape || !tree.Turns[i].IsOfAnyShape, $"turns[{i}]", $"has a ranking or a branch, which needs schema version {AnyShape}.");
        }

        return [new ConversationTree(tree.Id, tree.Persona, [.. tree.Turns.Select(turn => turn.ToTurn())])];
    }

    internal override void Write(ConversationTree item, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(item);
        var turns = item.Turns.Select(TurnLine.Of).ToList();
        JsonSerializer.Serialize(json, new TreeLine(turns.Any(turn => turn.IsOfAnyShape) ? AnyShape : Published, item.Id, item.Persona, turns), DataJsonContext.Default.TreeLine);
    }

    private static void Check(TurnLine? turn, int index, IReadOnlyList<TurnLine> turns, JsonLine line)
    {
        line.Require(turn is not null, $"turns[{index}]", "must not be null.");
        line.Require(turn!.Number == index + 1, $"turns[{index}].number", $"is {turn.Number}; turns are numbered from 1 in order.");
        line.RequireText(turn.User, $"turns[{index}].user");
        line.RequireText(turn.Preferred, $"turns[{index}].preferred");
        line.RequireText(turn.Rejected, $"turns[{index}].rejected");
        line.Require(!turn.Revealed.Facts.Contains(null!), $"turns[{index}].revealed.facts", "must not hold null.");
        line.Require(!turn.Revealed.Traits.Contains(null!), $"turns[{index}].revealed.traits", "must not hold null.");
        line.Require(turn.Between?.All(reply => !string.IsNullOrWhiteSpace(reply?.Text)) ?? true, $"turns[{index}].between", "must not hold null or an empty reply.");
        var last = Last(turn);
        line.Require(turn.Wins is null || (turn.Wins.Count == last + 1 && turn.Wins.Zip(turn.Wins.Skip(1)).All(pair => pair.First >= pair.Second)), $"turns[{index}].wins", $"must hold {last + 1} counts, none larger than the one before.");
        line.Require(turn.TrunkPlace is null || (turn.TrunkPlace >= 0 && turn.TrunkPlace <= last), $"turns[{index}].trunkPlace", $"is {turn.TrunkPlace}; the last reply has place {last}.");
        line.Require(turn.TrunkPlace is null || (turn.TrunkPlace == 0) == (turn.Trunk == ReplyKind.Preferred), $"turns[{index}].trunkPlace", "contradicts trunk.");
        line.Require(turn.Parent is null || (turn.Parent.Turn >= 1 && turn.Parent.Turn <= index), $"turns[{index}].parent.turn", $"is {turn.Parent?.Turn}; a parent stands before its turn.");
        line.Require(turn.Parent is null || (turn.Parent.Place >= 0 && turn.Parent.Place <= Last(turns[turn.Parent.Turn - 1])), $"turns[{index}].parent.place", $"is {turn.Parent?.Place}; the turn has no such reply.");
        line.Require(turn.Notes is null || IsSound(turn.Notes, last), $"turns[{index}].notes", "must not hold null, negative counts, or replies that the turn does not have.");
    }

    private static int Last(TurnLine turn) => (turn.Between?.Count ?? 0) + 1;

    private static bool IsSound(TurnNotes notes, int last)
        => notes.Gates is { } gates
            && gates.All(hit => hit?.Gate is not null && hit.Reply >= 0 && hit.Reply <= last)
            && notes.Verdicts is { } verdicts
            && verdicts.All(verdict => verdict is not null && verdict.First >= 0 && verdict.First <= last && verdict.Second >= 0 && verdict.Second <= last)
            && notes is { AskedAgain: >= 0, Invented: >= 0, RepairRounds: >= 0, Unreadable: >= 0 };
}
