using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Length of the gradient over all parameters.</summary>
internal static class GradientNorm
{
    /// <summary>The norm, a float64 scalar on the device. It belongs to the caller's dispose scope.</summary>
    public static Tensor Of(IEnumerable<KeyValuePair<string, Parameter>> parameters)
        => OfGradients(parameters.Select(pair => pair.Value.grad).OfType<Tensor>());

    /// <summary>The norm of gradients that are given.</summary>
    public static Tensor OfGradients(IEnumerable<Tensor> gradients)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var norms = new List<Tensor>();
        foreach (var gradient in gradients)
        {
            using var inner = NewDisposeScope();

            // In float32: a bfloat16 norm would have two to three digits.
            norms.Add(gradient.to_type(float32).norm().to_type(float64).MoveToOuterDisposeScope());
        }

        return stack(norms).norm().MoveToOuterDisposeScope();
    }

    /// <summary>Factor that brings a norm down to a limit; 1 below it.</summary>
    public static double Scale(double norm, double limit) => norm > limit ? limit / norm : 1;

    /// <summary>Sets all gradients to zero.</summary>
    public static void Clear(IEnumerable<KeyValuePair<string, Parameter>> parameters)
    {
        using var scope = NewDisposeScope();
        foreach (var (_, parameter) in parameters)
        {
            parameter.grad?.zero_();
        }
    }
}
