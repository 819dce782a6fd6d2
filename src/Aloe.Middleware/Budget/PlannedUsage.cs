namespace Aloe.Middleware;

/// <summary>What the planned calls of one role to one model will take.</summary>
/// <param name="Role">The role.</param>
/// <param name="Model">The model.</param>
/// <param name="Calls">Calls.</param>
/// <param name="InputTokens">Input tokens of all calls.</param>
/// <param name="OutputTokens">Output tokens of all calls.</param>
/// <param name="Cost">Cost in the currency of the estimate; null where the price is unknown.</param>
public sealed record PlannedUsage(string Role, string Model, long Calls, long InputTokens, long OutputTokens, decimal? Cost);
