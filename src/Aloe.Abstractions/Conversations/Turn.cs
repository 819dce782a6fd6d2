using System.Text.Json.Serialization;

namespace Aloe;

/// <summary>One turn of a conversation tree: a user message, two replies, and which of them the conversation went on with.</summary>
/// <param name="Number">1-based position in the trunk.</param>
/// <param name="User">The user's message.</param>
/// <param name="Preferred">The reply the judge preferred.</param>
/// <param name="Rejected">The other reply.</param>
/// <param name="Trunk">Which reply continues the conversation, drawn at random; the other one stays a leaf.</param>
/// <param name="PreferredSource">Who wrote the preferred reply.</param>
/// <param name="IsTie">The judge could not decide: the order of the two replies carries no preference and the pair is left out of DPO.</param>
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
    /// <summary>What happened while the turn was made. <value>Default: nothing.</value></summary>
    [JsonIgnore]
    public TurnNotes Notes { get; init; } = TurnNotes.None;

    /// <summary>The reply that continues the conversation.</summary>
    public string TrunkReply => Trunk == ReplyKind.Preferred ? Preferred : Rejected;
}
