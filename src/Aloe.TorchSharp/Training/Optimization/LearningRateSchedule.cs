namespace Aloe.Torch.Training;

/// <summary>Linear warm-up to a peak, then cosine decay towards zero; no step has a rate of zero.</summary>
/// <param name="Peak">Highest learning rate.</param>
/// <param name="WarmupSteps">Steps of the warm-up; the last of them has the peak.</param>
/// <param name="TotalSteps">Steps of the run.</param>
internal readonly record struct LearningRateSchedule(double Peak, int WarmupSteps, int TotalSteps)
{
    /// <summary>The schedule of a run.</summary>
    public static LearningRateSchedule For(TrainingOptions options, int totalSteps)
        => new(options.LearningRate, (int)Math.Ceiling(options.WarmupRatio * totalSteps), totalSteps);

    /// <summary>Learning rate of a step.</summary>
    /// <param name="step">1-based.</param>
    public double At(int step)
        => step <= WarmupSteps
            ? Peak * step / WarmupSteps
            : Peak * 0.5 * (1 + Math.Cos(Math.PI * (step - WarmupSteps) / (TotalSteps - WarmupSteps + 1.0)));
}
