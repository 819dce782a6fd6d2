using System.Text.Json.Serialization;

namespace Aloe.Data;

/// <summary>A turn of a <see cref="TreeLine"/>. What is as in the published shape is left out: nothing between two replies, no branch, nothing noted.</summary>
internal sealed record TurnLine(
    int Number,
    string User,
    string Preferred,
    string Rejected,
    ReplyKind Trunk,
    ReplySource PreferredSource,
    bool IsTie,
    RevealedPersona Revealed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReplySource? RejectedSource = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Reply>? Between = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? TrunkPlace = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TurnParent? Parent = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TurnNotes? Notes = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<int>? Wins = null)
{
    /// <summary>Whether the turn is more than two replies to the reply before.</summary>
    [JsonIgnore]
    public bool IsOfAnyShape => Between is { Count: > 0 } || TrunkPlace is not null || Parent is not null || RejectedSource is not null;

    public static TurnLine Of(Turn turn) => new(turn.Number, turn.User, turn.Preferred, turn.Rejected, turn.Trunk, turn.PreferredSource, turn.IsTie, turn.Revealed)
    {
        RejectedSource = turn.RejectedSource == turn.PreferredSource ? turn.RejectedSource : null,
        Between = turn.Between.Count > 0 ? turn.Between : null,
        TrunkPlace = turn.Between.Count > 0 ? turn.TrunkPlace : null,
        Wins = turn.Wins.Count > 0 ? turn.Wins : null,
        Parent = turn.Parent,
        Notes = turn.Notes.Equals(TurnNotes.None) ? null : turn.Notes,
    };

    public Turn ToTurn()
    {
        var turn = new Turn(Number, User, Preferred, Rejected, Trunk, PreferredSource, IsTie, Revealed) { Between = Between ?? [], Parent = Parent, Notes = Notes ?? TurnNotes.None, Wins = Wins ?? [] };
        turn = RejectedSource is { } source ? turn with { RejectedSource = source } : turn;
        return TrunkPlace is { } place ? turn with { TrunkPlace = place } : turn;
    }
}
