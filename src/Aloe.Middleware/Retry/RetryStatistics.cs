namespace Aloe.Middleware;

/// <summary>What a <see cref="RetryChatClient"/> did so far.</summary>
/// <param name="Calls">Calls that were made of it.</param>
/// <param name="Attempts">Attempts that these took; at least as many once the calls have ended.</param>
/// <param name="GivenUp">Calls that failed in the end, whatever for.</param>
/// <param name="Waited">Time between attempts, over all calls.</param>
/// <param name="Failures">Failures that were followed by another attempt, by kind.</param>
public sealed record RetryStatistics(long Calls, long Attempts, long GivenUp, TimeSpan Waited, IReadOnlyDictionary<FailureKind, long> Failures);
