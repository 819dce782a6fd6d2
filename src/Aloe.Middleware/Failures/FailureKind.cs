namespace Aloe.Middleware;

/// <summary>Why a call to a chat client failed.</summary>
public enum FailureKind
{
    /// <summary>Nothing that is known; taken as permanent, because a fault of the program does not go away.</summary>
    Unknown,

    /// <summary>Too many requests or tokens for the moment (status 429). Transient.</summary>
    RateLimited,

    /// <summary>No answer in time (status 408, or a time limit of this side). Transient.</summary>
    Timeout,

    /// <summary>The server has a fault or is overloaded (status 5xx). Transient.</summary>
    ServerError,

    /// <summary>The connection failed or was cut. Transient.</summary>
    ConnectionLost,

    /// <summary>What came cannot be read as an answer: JSON that is cut, or something else altogether. Transient.</summary>
    UnreadableAnswer,

    /// <summary>A circuit breaker refused the call. Transient.</summary>
    CircuitOpen,

    /// <summary>The request is wrong (status 400, 422 and other 4xx). Permanent.</summary>
    BadRequest,

    /// <summary>The key is missing, wrong or not allowed this (status 401, 403). Permanent.</summary>
    Unauthorized,

    /// <summary>No such model or address (status 404). Permanent.</summary>
    NotFound,

    /// <summary>The conversation is longer than the model's context. Permanent.</summary>
    ContextLength,

    /// <summary>The account has nothing left (status 429 with that reason, 402). Permanent.</summary>
    QuotaExhausted,

    /// <summary>The time of the whole run is over. Permanent.</summary>
    DeadlinePassed,
}
