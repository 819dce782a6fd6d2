namespace Aloe.Middleware;

/// <summary>An exception that says itself what kind of failure it is and how long to wait; <see cref="FailureClassifier"/> takes it at its word. For clients and middleware of your own.</summary>
public interface IClassifiedFailure
{
    /// <summary>What it is.</summary>
    Failure Failure { get; }
}
