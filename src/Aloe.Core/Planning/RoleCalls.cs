namespace Aloe.Planning;

/// <summary>The calls that a role is going to make, whatever model plays it.</summary>
/// <param name="Role">The role: <c>author</c>, <c>user</c>, <c>inducer</c>, <c>preferred</c>, <c>rejected</c> or <c>judge</c>; in the benchmark also <c>assistant</c>, the model under test, and <c>judge-2</c> and so on.</param>
/// <param name="Calls">How many.</param>
/// <param name="InputTokens">Mean input tokens of a call.</param>
/// <param name="OutputTokens">Mean output tokens of a call.</param>
public sealed record RoleCalls(string Role, long Calls, double InputTokens, double OutputTokens);
