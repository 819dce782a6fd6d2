namespace Aloe.Torch.Training;

/// <summary>Number type in which a training computes.</summary>
public enum TrainingPrecision
{
    /// <summary>bfloat16 on a GPU, float32 on a CPU.</summary>
    Auto,

    /// <summary>float32 throughout.</summary>
    Full,

    /// <summary>Weights, activations and matrix products in bfloat16; norms, log-probs and losses in float32; the optimizer keeps float32 master weights, from which the bfloat16 ones are rounded after every step (Micikevicius et al., 2018). They start from the weights as they are stored, and live in checkpoints; the trained model has the bfloat16 ones. Adapters are float32 themselves.</summary>
    Mixed,
}
