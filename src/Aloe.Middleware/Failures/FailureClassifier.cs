using System.ClientModel;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Aloe.Middleware;

/// <summary>Tells transient failures from permanent ones, and finds out how long to wait. Derive from it to teach it the exceptions of another provider.</summary>
/// <remarks>
/// Understands <see cref="IClassifiedFailure"/>, <see cref="ClientResultException"/> (the OpenAI client and others built on System.ClientModel), <see cref="HttpRequestException"/>
/// (with a <c>Retry-After</c> text in its <see cref="Exception.Data"/>, if a handler put it there), errors of sockets, time limits and JSON, what the OpenAI client throws over an answer of another shape,
/// and any of these inside another exception.
/// Whatever else is thrown is <see cref="FailureKind.Unknown"/> and permanent. Immutable and thread-safe.
/// </remarks>
public class FailureClassifier
{
    private static readonly string[] ReadersOfAnswers = [" OpenAI.", " Microsoft.Extensions.AI.OpenAI", " System.ClientModel.", " System.Text.Json."];
    private readonly TimeProvider _time;

    /// <summary>Creates a classifier.</summary>
    /// <param name="timeProvider">Tells how far off a date in <c>Retry-After</c> is; null means the system's clock.</param>
    public FailureClassifier(TimeProvider? timeProvider = null) => _time = timeProvider ?? TimeProvider.System;

    /// <summary>With the system's clock.</summary>
    public static FailureClassifier Default { get; } = new();

    /// <summary>Says what an exception means. Must not be asked about a cancellation by the caller: a cancelled call counts as a time limit here.</summary>
    /// <param name="exception">What a chat client threw.</param>
    public virtual Failure Classify(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (Recognize(cause) is { } failure)
            {
                return failure;
            }
        }

        return new Failure(FailureKind.Unknown, IsTransient: false);
    }

    private Failure? Recognize(Exception exception)
        => exception switch
        {
            IClassifiedFailure classified => classified.Failure,
            ClientResultException { Status: > 0 } refused => OfStatus(refused.Status, refused.Message, refused.GetRawResponse() is { } response ? RetryAfter.Of(response.Headers, _time) : null),
            HttpRequestException { StatusCode: { } status } refused => OfStatus((int)status, refused.Message, RetryAfter.Parse(refused.Data["Retry-After"]?.ToString(), _time)),
            HttpRequestException or HttpIOException or SocketException or WebException => Transient(FailureKind.ConnectionLost),
            TimeoutException or OperationCanceledException => Transient(FailureKind.Timeout),
            JsonException => Transient(FailureKind.UnreadableAnswer),
            _ when IsOfReader(exception) => Transient(FailureKind.UnreadableAnswer),
            _ => null,
        };

    /// <summary>An answer of another shape makes code that reads it stumble over an item that is not there or an element of another type; what it throws then looks like a fault of the program but for where it comes from.</summary>
    private static bool IsOfReader(Exception exception)
        => exception is InvalidOperationException or ArgumentNullException or ArgumentOutOfRangeException or NullReferenceException or KeyNotFoundException or FormatException
        && exception.StackTrace is { } trace
        && ReadersOfAnswers.Any(reader => trace.Contains(reader, StringComparison.Ordinal));

    private static Failure OfStatus(int status, string message, TimeSpan? retryAfter)
        => status switch
        {
            // A status of success with an exception: the body was at fault.
            < 400 => new Failure(FailureKind.UnreadableAnswer, true, status),
            401 or 403 => new Failure(FailureKind.Unauthorized, false, status),
            402 => new Failure(FailureKind.QuotaExhausted, false, status),
            404 => new Failure(FailureKind.NotFound, false, status),
            408 => new Failure(FailureKind.Timeout, true, status, retryAfter),
            429 when message.Contains("insufficient_quota", StringComparison.OrdinalIgnoreCase) => new Failure(FailureKind.QuotaExhausted, false, status),
            429 => new Failure(FailureKind.RateLimited, true, status, retryAfter),
            400 or 413 when SaysContextIsFull(message) => new Failure(FailureKind.ContextLength, false, status),
            < 500 => new Failure(FailureKind.BadRequest, false, status),
            _ => new Failure(FailureKind.ServerError, true, status, retryAfter),
        };

    private static bool SaysContextIsFull(string message)
        => message.Contains("context_length", StringComparison.OrdinalIgnoreCase)
        || message.Contains("context length", StringComparison.OrdinalIgnoreCase)
        || message.Contains("context window", StringComparison.OrdinalIgnoreCase);

    private static Failure Transient(FailureKind kind) => new(kind, IsTransient: true);
}
