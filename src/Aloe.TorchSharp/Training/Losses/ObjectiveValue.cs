using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Value of an objective for one row.</summary>
/// <param name="Loss">Scalar, differentiable; the rows of a step add up to its loss.</param>
/// <param name="Accuracy">Scalar share of the step's pairs that are ranked right; null in SFT.</param>
/// <param name="Margin">Scalar share of the mean reward margin of the step; null in SFT.</param>
internal readonly record struct ObjectiveValue(Tensor Loss, Tensor? Accuracy = null, Tensor? Margin = null);
