namespace Aloe.Samples.Progress;

/// <summary>Where one stage stands.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Count">Stages of the run.</param>
/// <param name="State">Running, finished or skipped.</param>
/// <param name="Done">Units of work done; the unit is the stage's own.</param>
/// <param name="Total">Units of work in all; 0 while unknown.</param>
/// <param name="Elapsed">Time since this process started the stage.</param>
/// <param name="Left">Estimated time to the end of the stage; null while unknown.</param>
/// <param name="Detail">What to know beside the numbers.</param>
internal sealed record StageStatus(string Name, int Number, int Count, StageState State, int Done, int Total, TimeSpan Elapsed, TimeSpan? Left, string Detail);
