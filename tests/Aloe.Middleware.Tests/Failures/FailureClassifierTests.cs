using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Aloe.Middleware.Tests.Failures;

public class FailureClassifierTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 10, 21, 7, 27, 30, TimeSpan.Zero));

    [Theory]
    [InlineData(400, "", FailureKind.BadRequest, false)]
    [InlineData(400, "HTTP 400 (invalid_request_error: context_length_exceeded)", FailureKind.ContextLength, false)]
    [InlineData(400, "This model's maximum context length is 8192 tokens.", FailureKind.ContextLength, false)]
    [InlineData(401, "", FailureKind.Unauthorized, false)]
    [InlineData(402, "", FailureKind.QuotaExhausted, false)]
    [InlineData(403, "", FailureKind.Unauthorized, false)]
    [InlineData(404, "", FailureKind.NotFound, false)]
    [InlineData(408, "", FailureKind.Timeout, true)]
    [InlineData(422, "", FailureKind.BadRequest, false)]
    [InlineData(429, "", FailureKind.RateLimited, true)]
    [InlineData(429, "HTTP 429 (insufficient_quota: insufficient_quota)", FailureKind.QuotaExhausted, false)]
    [InlineData(500, "", FailureKind.ServerError, true)]
    [InlineData(502, "", FailureKind.ServerError, true)]
    [InlineData(503, "", FailureKind.ServerError, true)]
    [InlineData(529, "", FailureKind.ServerError, true)]
    public void AStatusDecides(int status, string message, FailureKind kind, bool isTransient)
        => Assert.Equal(new Failure(kind, isTransient, status), Classify(new HttpRequestException(message, null, (HttpStatusCode)status)));

    public static TheoryData<Exception, FailureKind, bool> Exceptions => new()
    {
        { new HttpRequestException("refused"), FailureKind.ConnectionLost, true },
        { new HttpIOException(HttpRequestError.ResponseEnded), FailureKind.ConnectionLost, true },
        { new IOException("reset", new SocketException(104)), FailureKind.ConnectionLost, true },
        { new IOException("no space left on device"), FailureKind.Unknown, false },
        { new TimeoutException(), FailureKind.Timeout, true },
        { new TaskCanceledException("HttpClient.Timeout"), FailureKind.Timeout, true },
        { new JsonException("cut"), FailureKind.UnreadableAnswer, true },
        { new AggregateException(new JsonException("cut")), FailureKind.UnreadableAnswer, true },
        { new InvalidOperationException("a fault of the program"), FailureKind.Unknown, false },
        { new ArgumentNullException("messages"), FailureKind.Unknown, false },
        { new Told(), FailureKind.RateLimited, true },
        { new InvalidOperationException("around it", new Told()), FailureKind.RateLimited, true },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void AnExceptionWithoutStatusDecidesByItsType(Exception exception, FailureKind kind, bool isTransient)
    {
        var failure = Classify(exception);
        Assert.Equal((kind, isTransient), (failure.Kind, failure.IsTransient));
    }

    [Theory]
    [InlineData("2", 2d)]
    [InlineData("1.5", 1.5)]
    [InlineData("0", 0d)]
    [InlineData("Wed, 21 Oct 2026 07:28:00 GMT", 30d)]
    [InlineData("Wed, 21 Oct 2026 07:00:00 GMT", 0d)]
    [InlineData("soon", null)]
    [InlineData("-3", null)]
    [InlineData("NaN", null)]
    [InlineData("1e400", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void RetryAfterIsSecondsOrADate(string? header, double? seconds)
    {
        var exception = new HttpRequestException("", null, HttpStatusCode.TooManyRequests);
        exception.Data["Retry-After"] = header;
        Assert.Equal(seconds, Classify(exception).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public void JsonOfAnotherShapeIsAnUnreadableAnswer()
    {
        using var document = JsonDocument.Parse("[]");
        var exception = Assert.Throws<InvalidOperationException>(() => document.RootElement.TryGetProperty("choices", out _));
        Assert.Equal(FailureKind.UnreadableAnswer, Classify(exception).Kind);
    }

    private Failure Classify(Exception exception) => new FailureClassifier(_time).Classify(exception);

    private sealed class Told : Exception, IClassifiedFailure
    {
        public Failure Failure => new(FailureKind.RateLimited, true, RetryAfter: TimeSpan.FromSeconds(1));
    }
}
