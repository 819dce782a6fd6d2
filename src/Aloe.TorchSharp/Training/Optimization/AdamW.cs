using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019, algorithm 2), whose state is plain named tensors that can be saved and restored exactly.</summary>
/// <remarks>Vectors (norms and biases) are not decayed.</remarks>
internal sealed class AdamW : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly IReadOnlyList<KeyValuePair<string, Parameter>> _parameters;
    private readonly double _weightDecay;
    private readonly Dictionary<string, Tensor> _mean = [];
    private readonly Dictionary<string, Tensor> _square = [];

    public AdamW(IReadOnlyList<KeyValuePair<string, Parameter>> parameters, double weightDecay)
    {
        _parameters = parameters;
        _weightDecay = weightDecay;
        using var noGrad = no_grad();
        foreach (var (name, parameter) in parameters)
        {
            _mean[name] = zeros_like(parameter).DetachFromDisposeScope();
            _square[name] = zeros_like(parameter).DetachFromDisposeScope();
        }
    }

    /// <summary>The moments, named for a checkpoint. The tensors are the optimizer's own.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State
        => _mean.Select(pair => KeyValuePair.Create($"mean.{pair.Key}", pair.Value))
            .Concat(_square.Select(pair => KeyValuePair.Create($"square.{pair.Key}", pair.Value)));

    /// <summary>Changes the parameters along their gradients.</summary>
    /// <param name="step">1-based number of the step, for the bias corrections.</param>
    /// <param name="learningRate">Learning rate.</param>
    /// <param name="gradientScale">What gradients are multiplied with, from clipping.</param>
    public void Step(int step, double learningRate, double gradientScale)
    {
        using var noGrad = no_grad();
        var meanCorrection = 1 - Math.Pow(Beta1, step);
        var squareCorrection = Math.Sqrt(1 - Math.Pow(Beta2, step));
        foreach (var (name, parameter) in _parameters)
        {
            using var scope = NewDisposeScope();
            if (parameter.grad is not { } raw)
            {
                continue;
            }

            var gradient = raw.Times(gradientScale);
            if (_weightDecay > 0 && parameter.dim() > 1)
            {
                parameter.mul_(HeldScalar.Of(1 - (learningRate * _weightDecay)));
            }

            _mean[name].mul_(HeldScalar.Of(Beta1)).add_(gradient, HeldScalar.Of(1 - Beta1));
            _square[name].mul_(HeldScalar.Of(Beta2)).addcmul_(gradient, gradient, HeldScalar.Of(1 - Beta2));
            var denominator = _square[name].sqrt().div_(HeldScalar.Of(squareCorrection)).Increase(Epsilon);
            parameter.addcdiv_(_mean[name], denominator, HeldScalar.Of(-learningRate / meanCorrection));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _mean.Values.Concat(_square.Values))
        {
            tensor.Dispose();
        }
    }
}
