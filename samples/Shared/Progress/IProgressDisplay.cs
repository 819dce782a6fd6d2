namespace Aloe.Samples.Progress;

/// <summary>Shows how the stages get on. Safe to report to from several threads.</summary>
internal interface IProgressDisplay
{
    /// <summary>Runs something while the display is live.</summary>
    Task ShowAsync(Func<Task> run);

    void Report(StageStatus status);
}
