using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>What a <see cref="RateLimit"/> allows. Values are checked when they are set.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Requests that may start in any minute. <value>Default: null, no limit. Range: 1 to 1,000,000.</value></summary>
    public int? RequestsPerMinute { get; set => field = value is { } count ? Require.InRange(count, 1, 1_000_000) : null; }

    /// <summary>Tokens, of prompts and answers together, that may be used in any minute. <value>Default: null, no limit. Range: 1 to 1,000,000,000.</value></summary>
    public int? TokensPerMinute { get; set => field = value is { } count ? Require.InRange(count, 1, 1_000_000_000) : null; }

    /// <summary>Share of a minute's permits that may be used at one moment, at least one permit; the others come evenly, and more slowly the larger the share is. <value>Default: 0.05. Range: 0 to 0.5.</value></summary>
    public double Burst { get; set => field = Require.InRange(value, 0, 0.5); } = 0.05;

    /// <summary>A call that would have to wait longer is refused, so that routing can try another endpoint. <value>Default: null, every call waits. Range: 0 to 24 h.</value></summary>
    public TimeSpan? MaxWait { get; set => field = value is { } wait ? Require.InRange(wait, TimeSpan.Zero, TimeSpan.FromHours(24)) : null; }

    /// <summary>Tokens expected of an answer whose length is not limited by <see cref="ChatOptions.MaxOutputTokens"/>. <value>Default: 300. Range: 0 to 1,000,000.</value></summary>
    public int ExpectedOutputTokens { get; set => field = Require.InRange(value, 0, 1_000_000); } = 300;

    /// <summary>Counts the tokens of a prompt. <value>Default: a token for every four characters, and four for every message.</value></summary>
    public Func<IEnumerable<ChatMessage>, long> CountTokens
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value, nameof(CountTokens));
            field = value;
        }
    } = static messages => messages.Sum(message => 4 + ((message.Text.Length + 3L) / 4));

    /// <summary>Measures the minutes. <value>Default: the system's clock.</value></summary>
    public TimeProvider TimeProvider
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value, nameof(TimeProvider));
            field = value;
        }
    } = TimeProvider.System;
}
