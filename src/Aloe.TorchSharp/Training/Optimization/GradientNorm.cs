using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Length of the gradient over all parameters.</summary>
internal static class GradientNorm
{
    /// <summary>The norm, a float64 scalar on the device. It belongs to the caller's dispose scope.</summary>
    public static Tensor Of(IEnumerable<KeyValuePair<string, Tensor>> gradients)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var norms = new List<Tensor>();
        foreach (var (_, gradient) in gradients)
        {
            using var inner = NewDisposeScope();

            // In float32: a bfloat16 norm would have two to three digits.
            norms.Add(gradient.to_type(float32).norm().to_type(float64).MoveToOuterDisposeScope());
        }

        return stack(norms).norm().MoveToOuterDisposeScope();
    }

    /// <summary>Factor that brings a norm down to a limit; 1 below it.</summary>
    public static double Scale(double norm, double limit) => norm > limit ? limit / norm : 1;
}
