namespace Aloe;

/// <summary>A case that could not be played to its end and is in no average.</summary>
/// <param name="Id">Id of the case.</param>
/// <param name="Cause">What went wrong.</param>
public sealed record FailedCase(string Id, string Cause);
