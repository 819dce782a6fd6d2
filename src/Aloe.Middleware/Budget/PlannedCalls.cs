namespace Aloe.Middleware;

/// <summary>Calls of one role that a run is going to make.</summary>
/// <param name="Role">The role, such as <c>judge</c>.</param>
/// <param name="Model">The model it will ask.</param>
/// <param name="Calls">How many calls; at least 0.</param>
/// <param name="InputTokens">Mean input tokens of a call; at least 0.</param>
/// <param name="OutputTokens">Mean output tokens of a call; at least 0.</param>
public sealed record PlannedCalls(string Role, string Model, long Calls, double InputTokens, double OutputTokens);
