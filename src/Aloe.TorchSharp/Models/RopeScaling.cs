namespace Aloe.Torch;

/// <summary>Scaling of the rotary frequencies.</summary>
/// <param name="Kind">Which rule.</param>
/// <param name="Factor">What frequencies are divided by; at least 1.</param>
public sealed record RopeScaling(RopeScalingKind Kind, double Factor)
{
    /// <summary>Waves that fit into the original context less often than this are long. Only for <see cref="RopeScalingKind.Llama3"/>. <value>Default: 1.</value></summary>
    public double LowFrequencyFactor { get; init; } = 1;

    /// <summary>Waves that fit into the original context more often than this are short. Only for <see cref="RopeScalingKind.Llama3"/>. <value>Default: 4.</value></summary>
    public double HighFrequencyFactor { get; init; } = 4;

    /// <summary>Positions of the original context. Only for <see cref="RopeScalingKind.Llama3"/>. <value>Default: 8,192.</value></summary>
    public int OriginalMaxPositions { get; init; } = 8_192;

    /// <summary>The scaled angle per position of a dimension whose unscaled one is <paramref name="frequency"/>.</summary>
    internal double Apply(double frequency)
    {
        if (Kind == RopeScalingKind.Linear)
        {
            return frequency / Factor;
        }

        // How often the wave fits into the original context decides.
        var waves = OriginalMaxPositions * frequency / (2 * Math.PI);
        var kept = Math.Clamp((waves - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor), 0, 1);
        return (kept * frequency) + ((1 - kept) * frequency / Factor);
    }
}
