namespace Aloe.Torch;

/// <summary>How rotary frequencies are changed for contexts that are longer than those of the first training.</summary>
public enum RopeScalingKind
{
    /// <summary>Every frequency divided by the factor (Chen et al., 2023); <c>linear</c> in <c>config.json</c>.</summary>
    Linear,

    /// <summary>Long waves divided by the factor, short ones kept, a smooth passage between; <c>llama3</c> in <c>config.json</c> (Llama 3.1).</summary>
    Llama3,
}
