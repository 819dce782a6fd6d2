namespace Aloe.Runs;

/// <summary>A line of <see cref="FailedItemFormat"/>.</summary>
internal sealed record FailedItemLine(int SchemaVersion, string Id, string Cause, int Attempts, string? Role = null, int? Turn = null, string? Text = null);
