namespace Aloe.Torch.Training;

/// <summary>Linear warm-up to a peak, then decay towards zero; no step has a rate of zero.</summary>
/// <param name="Peak">Highest learning rate.</param>
/// <param name="WarmupSteps">Steps of the warm-up; the last of them has the peak.</param>
/// <param name="TotalSteps">Steps of the run.</param>
/// <param name="Decay">How the rate falls.</param>
internal readonly record struct LearningRateSchedule(double Peak, int WarmupSteps, int TotalSteps, LearningRateDecay Decay)
{
    /// <summary>The schedule of a run.</summary>
    public static LearningRateSchedule For(TrainingOptions options, int totalSteps)
        => new(options.LearningRate, (int)Math.Ceiling(options.WarmupRatio * totalSteps), totalSteps, options.Decay);

    /// <summary>Learning rate of a step.</summary>
    /// <param name="step">1-based.</param>
    public double At(int step)
    {
        if (step <= WarmupSteps)
        {
            return Peak * step / WarmupSteps;
        }

        // Share of the way to the first step after the run, which would have a rate of zero.
        var way = (step - WarmupSteps) / (TotalSteps - WarmupSteps + 1.0);
        return Decay switch
        {
            LearningRateDecay.Cosine => Peak * 0.5 * (1 + Math.Cos(Math.PI * way)),
            LearningRateDecay.Linear => Peak * (1 - way),
            _ => Peak,
        };
    }
}
