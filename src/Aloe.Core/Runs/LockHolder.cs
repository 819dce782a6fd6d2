namespace Aloe.Runs;

/// <summary>The process that works on a run.</summary>
internal sealed record LockHolder(int ProcessId, string Machine, DateTimeOffset Since);
