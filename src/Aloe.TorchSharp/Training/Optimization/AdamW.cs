using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019, algorithm 2), whose state is plain named tensors that can be saved and restored exactly.</summary>
/// <remarks>
/// <para>A parameter of less than 32 bits has a float32 master copy: the step is taken there, from a float32 gradient, and the parameter is what the master rounds to. A step that is smaller than
/// half the distance to the next bfloat16 number would be lost otherwise (Micikevicius et al., 2018).</para>
/// <para>Matrices are decayed, embeddings and adapters among them; vectors, which are norms and biases, are not. That is what Hugging Face's trainer does.</para>
/// </remarks>
internal sealed class AdamW : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly double _weightDecay;
    private readonly Dictionary<string, Slot> _slots;

    /// <param name="parameters">What is trained.</param>
    /// <param name="weightDecay">Share of the learning rate by which matrices shrink in a step.</param>
    /// <param name="unrounded">Where the parameters come from, so that master copies start with the digits that the parameters have lost; null where there are none.</param>
    public AdamW(IReadOnlyList<KeyValuePair<string, Parameter>> parameters, double weightDecay, ModelWeights? unrounded = null)
    {
        _weightDecay = weightDecay;
        _slots = parameters.ToDictionary(pair => pair.Key, pair => new Slot(pair.Key, pair.Value, unrounded));
    }

    /// <summary>Moments and master copies, named for a checkpoint. The tensors are the optimizer's own.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State
        => _slots.Values.SelectMany(slot => slot.State);

    /// <summary>Changes the parameters along their gradients.</summary>
    /// <param name="step">1-based number of the step, for the bias corrections.</param>
    /// <param name="learningRate">Learning rate.</param>
    /// <param name="gradientScale">What gradients are multiplied with, from clipping.</param>
    /// <param name="gradients">Gradients by name.</param>
    public void Step(int step, double learningRate, double gradientScale, IEnumerable<KeyValuePair<string, Tensor>> gradients)
    {
        using var noGrad = no_grad();

        // m̂ / (√v̂ + ε) with both corrections pulled out of the tensors.
        var squareCorrection = Math.Sqrt(1 - Math.Pow(Beta2, step));
        var rate = HeldScalar.Of(-learningRate * squareCorrection / (1 - Math.Pow(Beta1, step)));
        var epsilon = Epsilon * squareCorrection;
        foreach (var (name, raw) in gradients)
        {
            using var scope = NewDisposeScope();
            var slot = _slots[name];
            var gradient = raw.to_type(float32);
            gradient = gradientScale == 1 ? gradient : gradient.Times(gradientScale);
            if (_weightDecay > 0 && slot.Weight.dim() > 1)
            {
                slot.Weight.mul_(HeldScalar.Of(1 - (learningRate * _weightDecay)));
            }

            slot.Mean.mul_(HeldScalar.Of(Beta1)).add_(gradient, HeldScalar.Of(1 - Beta1));
            slot.Square.mul_(HeldScalar.Of(Beta2)).addcmul_(gradient, gradient, HeldScalar.Of(1 - Beta2));
            slot.Weight.addcdiv_(slot.Mean, slot.Square.sqrt().Increase(epsilon), rate);
            slot.Round();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, tensor) in State)
        {
            tensor.Dispose();
        }
    }

    /// <summary>A parameter with what the optimizer keeps for it.</summary>
    private sealed class Slot
    {
        private readonly string _name;
        private readonly Tensor? _master;

        public Slot(string name, Parameter parameter, ModelWeights? unrounded)
        {
            using var noGrad = no_grad();
            (_name, Parameter) = (name, parameter);
            Mean = zeros(parameter.shape, float32, parameter.device).DetachFromDisposeScope();
            Square = zeros(parameter.shape, float32, parameter.device).DetachFromDisposeScope();
            _master = parameter.dtype == float32 ? null : (unrounded?.Read(name, parameter.shape, parameter.device, float32) ?? parameter.detach().to_type(float32)).DetachFromDisposeScope();
        }

        public Parameter Parameter { get; }

        public Tensor Mean { get; }

        public Tensor Square { get; }

        /// <summary>The float32 tensor that steps are taken in.</summary>
        public Tensor Weight => _master ?? Parameter;

        public IEnumerable<KeyValuePair<string, Tensor>> State
        {
            get
            {
                yield return new($"mean.{_name}", Mean);
                yield return new($"square.{_name}", Square);
                if (_master is not null)
                {
                    yield return new($"master.{_name}", _master);
                }
            }
        }

        /// <summary>Makes the parameter what its master rounds to.</summary>
        public void Round()
        {
            if (_master is not null)
            {
                Parameter.copy_(_master);
            }
        }
    }
}
