using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Aloe.Testing;

/// <summary>The ways in which a call can end. Each returns whether that was a full, valid response to a caller that was still there.</summary>
internal sealed class HttpReply(HttpContext context)
{
    /// <summary>Some shapes that a broken proxy or another API may send with status 200.</summary>
    private static readonly string[] WrongBodies =
    [
        """{"status":"ok"}""",
        "[]",
        """{"id":"1","object":"chat.completion","created":0,"model":"m","choices":[]}""",
        """{"choices":"none"}""",
        "null",
        "<html><body>Bad gateway</body></html>",
    ];

    public CancellationToken CallerLeft => context.RequestAborted;

    public async Task<bool> SendAsync(IReadOnlyList<byte[]> parts, bool isStream)
    {
        Start(isStream, parts.Sum(part => (long)part.Length));
        foreach (var part in parts)
        {
            await WriteAsync(part).ConfigureAwait(false);
        }

        await context.Response.CompleteAsync().ConfigureAwait(false);
        return !CallerLeft.IsCancellationRequested;
    }

    public async Task<bool> RefuseAsync(int status, string message)
    {
        context.Response.StatusCode = status;
        await SendAsync([ChatCompletionJson.Error(message, status)], isStream: false).ConfigureAwait(false);
        return false;
    }

    public Task<bool> TellToWaitAsync(TimeSpan time)
    {
        // The standard header counts whole seconds; OpenAI's own counts milliseconds.
        context.Response.Headers.RetryAfter = Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["retry-after-ms"] = Math.Ceiling(time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        return RefuseAsync(StatusCodes.Status429TooManyRequests, "Rate limit reached.");
    }

    public async Task<bool> SendWrongJsonAsync(int choice, bool isStream)
    {
        var body = WrongBodies[choice % WrongBodies.Length];
        await SendAsync([isStream ? ChatCompletionJson.Event(body) : ChatCompletionJson.Bytes(body)], isStream).ConfigureAwait(false);
        return false;
    }

    /// <summary>Ends properly, as a proxy would, but with half of the JSON.</summary>
    public async Task<bool> SendTruncatedAsync(IReadOnlyList<byte[]> parts, bool isStream)
    {
        var (whole, cut) = Half(parts);
        await SendAsync(isStream ? [.. whole, [.. cut, (byte)'\n', (byte)'\n']] : [cut], isStream).ConfigureAwait(false);
        return false;
    }

    public async Task<bool> SendHalfAndDropAsync(IReadOnlyList<byte[]> parts, bool isStream)
    {
        var (whole, cut) = Half(parts);
        Start(isStream, parts.Sum(part => (long)part.Length));
        foreach (var part in whole.Append(cut))
        {
            await WriteAsync(part).ConfigureAwait(false);
        }

        return Drop();
    }

    public bool Drop()
    {
        context.Abort();
        return false;
    }

    /// <summary>The first half of the parts, and half of the part after them.</summary>
    private static (IEnumerable<byte[]> Whole, byte[] Cut) Half(IReadOnlyList<byte[]> parts)
        => (parts.Take(parts.Count / 2), parts[parts.Count / 2][..(parts[parts.Count / 2].Length / 2)]);

    private void Start(bool isStream, long length)
    {
        context.Response.ContentType = isStream ? "text/event-stream" : "application/json";
        context.Response.ContentLength = isStream ? null : length;
    }

    private async Task WriteAsync(byte[] part)
    {
        await context.Response.Body.WriteAsync(part, CallerLeft).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(CallerLeft).ConfigureAwait(false);
    }
}
