namespace Aloe;

/// <summary>How the learning rate falls after the warm-up.</summary>
public enum LearningRateDecay
{
    /// <summary>Half a cosine wave from the peak towards zero.</summary>
    Cosine,

    /// <summary>A straight line from the peak towards zero.</summary>
    Linear,

    /// <summary>Not at all.</summary>
    Constant,
}
