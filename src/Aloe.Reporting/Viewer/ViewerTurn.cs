namespace Aloe.Reporting.Viewer;

/// <summary>A turn as the viewer reads it: replies best first, the trunk as an index into them, and the turn and reply that it follows (null for the first).</summary>
internal sealed record ViewerTurn(
    int Number,
    IReadOnlyList<int>? Parent,
    string User,
    IReadOnlyList<ViewerReply> Replies,
    int Trunk,
    bool Tie,
    IReadOnlyList<string> Facts,
    IReadOnlyList<string> Traits,
    IReadOnlyList<string> Notes)
{
    public static ViewerTurn From(Turn turn, ViewerTurn? before)
    {
        var informedFirst = turn.PreferredSource == ReplySource.Informed;
        return new ViewerTurn(
            turn.Number,
            before is null ? null : [before.Number, before.Trunk],
            turn.User,
            [new ViewerReply(turn.Preferred, informedFirst), new ViewerReply(turn.Rejected, !informedFirst)],
            turn.Trunk == ReplyKind.Preferred ? 0 : 1,
            turn.IsTie,
            turn.Revealed.Facts,
            turn.Revealed.Traits,
            []);
    }
}
