namespace Aloe.Samples.EndToEnd.Pipeline;

/// <summary>That a stage is finished, and what it rests on.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Fingerprint">Hash of the run's settings and of the stage's inputs.</param>
/// <param name="Seconds">Working time, summed over interrupted parts.</param>
/// <param name="PeakMemoryMiB">Peak memory of the processes that worked on it.</param>
/// <param name="Outputs">SHA-256 by file, relative to the run folder.</param>
internal sealed record StageRecord(string Name, string Fingerprint, double Seconds, int PeakMemoryMiB, SortedDictionary<string, string> Outputs);
