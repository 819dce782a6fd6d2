namespace Aloe.Samples.Progress;

internal enum StageState
{
    Running,
    Finished,

    /// <summary>Was finished by an earlier process.</summary>
    Skipped,
}
