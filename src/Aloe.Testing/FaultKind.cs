namespace Aloe.Testing;

/// <summary>What goes wrong with a call.</summary>
public enum FaultKind
{
    /// <summary>Status 429 with a <c>Retry-After</c> header.</summary>
    TooManyRequests,

    /// <summary>Status 500.</summary>
    InternalServerError,

    /// <summary>Status 503.</summary>
    ServiceUnavailable,

    /// <summary>The connection is cut in the middle of the body.</summary>
    DroppedConnection,

    /// <summary>Nothing comes for <see cref="FaultOptions.StallDuration"/>; then the connection is cut.</summary>
    Stall,

    /// <summary>Status 200 and a body that ends in the middle of its JSON.</summary>
    TruncatedJson,

    /// <summary>Status 200 and a body that is no chat completion.</summary>
    WrongJson,

    /// <summary>A valid answer without text: as the protocol has it, the call was answered.</summary>
    EmptyReply,

    /// <summary>A valid answer with a text of <see cref="FaultOptions.HugeReplyLength"/> characters: the call was answered.</summary>
    HugeReply,
}
