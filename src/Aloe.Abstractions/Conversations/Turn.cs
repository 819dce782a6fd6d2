namespace Aloe;

/// <summary>One turn of a conversation tree: a user message, two or more replies in the order in which the judge prefers them, and which of them the conversation went on with.</summary>
/// <param name="Number">1-based number, unique in its tree. The trunk has the first ones in order; branches follow, parents before children.</param>
/// <param name="User">The user's message.</param>
/// <param name="Preferred">The reply the judge preferred to all others.</param>
/// <param name="Rejected">The reply the judge liked least; of two, the other one.</param>
/// <param name="Trunk">Whether the preferred reply continues the conversation, or another one (<see cref="TrunkPlace"/> says which where there are more than two).</param>
/// <param name="PreferredSource">Who wrote the preferred reply.</param>
/// <param name="IsTie">The judge could not decide between the best and the worst reply: their order carries no preference and the pair is left out of DPO.</param>
/// <param name="Revealed">What the user had revealed up to and including this message.</param>
public sealed record Turn(
    int Number,
    string User,
    string Preferred,
    string Rejected,
    ReplyKind Trunk,
    ReplySource PreferredSource,
    bool IsTie,
    RevealedPersona Revealed)
{
    private readonly ReplySource? _rejectedSource;
    private readonly int? _trunkPlace;

    /// <summary>Replies ranked between the preferred and the rejected one, best first. <value>Default: none.</value></summary>
    public IReadOnlyList<Reply> Between { get; init; } = [];

    /// <summary>Comparisons that each reply has won against the others, best first; equal ones carry no preference. <value>Default: empty, which means that every reply is better than the next.</value></summary>
    public IReadOnlyList<int> Wins { get; init; } = [];

    /// <summary>Who wrote the rejected reply. <value>Default: the responder that did not write the preferred one.</value></summary>
    public ReplySource RejectedSource
    {
        get => _rejectedSource ?? (PreferredSource == ReplySource.Informed ? ReplySource.Uninformed : ReplySource.Informed);
        init => _rejectedSource = value;
    }

    /// <summary>0-based place, in the ranking, of the reply that continues the conversation. <value>Default: the first or the last, as <see cref="Trunk"/> says.</value></summary>
    public int TrunkPlace
    {
        get => _trunkPlace ?? (Trunk == ReplyKind.Preferred ? 0 : Between.Count + 1);
        init => _trunkPlace = value;
    }

    /// <summary>The reply that this turn answers. <value>Default: null, which is the reply of the turn before that continues the conversation; for turn 1 the start.</value></summary>
    public TurnParent? Parent { get; init; }

    /// <summary>What happened while the turn was made. <value>Default: nothing.</value></summary>
    public TurnNotes Notes { get; init; } = TurnNotes.None;

    /// <summary>All replies, best first.</summary>
    public IReadOnlyList<Reply> Replies => [new(Preferred, PreferredSource), .. Between, new(Rejected, RejectedSource)];

    /// <summary>The reply that continues the conversation.</summary>
    public string TrunkReply => TextOf(TrunkPlace);

    /// <summary>The text of a reply.</summary>
    /// <param name="place">0-based place in the ranking.</param>
    /// <exception cref="ArgumentOutOfRangeException">The turn has fewer replies.</exception>
    public string TextOf(int place)
    {
        Require.InRange(place, 0, Between.Count + 1, nameof(place));
        return place == 0 ? Preferred : place <= Between.Count ? Between[place - 1].Text : Rejected;
    }

    /// <summary>Two turns are equal when everything in them is.</summary>
    /// <param name="other">What to compare with.</param>
    public bool Equals(Turn? other)
        => other is not null
            && (Number, User, Preferred, Rejected, PreferredSource, RejectedSource, TrunkPlace, IsTie) == (other.Number, other.User, other.Preferred, other.Rejected, other.PreferredSource, other.RejectedSource, other.TrunkPlace, other.IsTie)
            && Trunk == other.Trunk
            && Parent == other.Parent
            && Revealed.Equals(other.Revealed)
            && Between.SequenceEqual(other.Between)
            && Wins.SequenceEqual(other.Wins)
            && Notes.Equals(other.Notes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Number, User, Preferred, Rejected, TrunkPlace);
}
