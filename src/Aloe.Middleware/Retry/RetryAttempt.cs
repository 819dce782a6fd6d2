namespace Aloe.Middleware;

/// <summary>A failed attempt after which the call is made again.</summary>
/// <param name="Number">1 for the first attempt.</param>
/// <param name="Delay">Wait before the next one.</param>
/// <param name="Failure">What the failure was taken for.</param>
/// <param name="Exception">The failure.</param>
public sealed record RetryAttempt(int Number, TimeSpan Delay, Failure Failure, Exception Exception);
