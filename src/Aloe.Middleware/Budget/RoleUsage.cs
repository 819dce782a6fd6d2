namespace Aloe.Middleware;

/// <summary>What one role has used of one model. Immutable.</summary>
/// <param name="Role">The role, such as <c>judge</c>.</param>
/// <param name="Model">The model that was asked for; empty where neither request nor client names one.</param>
/// <param name="Calls">Calls that were answered.</param>
/// <param name="FailedCalls">Calls that failed or were cancelled; they count as free, because providers do not tell.</param>
/// <param name="CacheHits">Answers that came from a request cache; no calls.</param>
/// <param name="EstimatedCalls">Calls of <paramref name="Calls"/> whose provider reported no usage, so that their tokens are estimated.</param>
/// <param name="InputTokens">Input tokens, cached ones included.</param>
/// <param name="CachedInputTokens">Input tokens that the provider had cached.</param>
/// <param name="OutputTokens">Output tokens, those of reasoning included.</param>
/// <param name="Cost">Cost in the currency of the report; null where the price is unknown.</param>
public sealed record RoleUsage(
    string Role,
    string Model,
    long Calls,
    long FailedCalls,
    long CacheHits,
    long EstimatedCalls,
    long InputTokens,
    long CachedInputTokens,
    long OutputTokens,
    decimal? Cost);
