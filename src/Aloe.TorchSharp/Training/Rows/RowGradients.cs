using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>The gradients that add up in a model over the rows of a step: those of the parameters themselves, or float32 sums of them where a parameter's own type has too few digits to add in.</summary>
/// <param name="parameters">What is trained.</param>
internal sealed class RowGradients(IReadOnlyList<KeyValuePair<string, Parameter>> parameters) : IDisposable
{
    private readonly Tensor?[] _sums = [.. parameters.Select(pair => IsNarrow(pair.Value) ? zeros_like(pair.Value, float32).DetachFromDisposeScope() : null)];

    /// <summary>Lets all gradients go: the first row of the next step leaves its own in their place, which is less work than to add to zeros.</summary>
    public void Clear()
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < parameters.Count; i++)
        {
            parameters[i].Value.grad = null;
            _sums[i]?.zero_();
        }
    }

    /// <summary>Takes over what a backward pass has left in the parameters; to be called after every row.</summary>
    public void Collect()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        for (var i = 0; i < parameters.Count; i++)
        {
            if (_sums[i] is { } sum && parameters[i].Value.grad is { } gradient)
            {
                sum.Increase(gradient);
                parameters[i].Value.grad = null;
            }
        }
    }

    /// <summary>Adds those of another model of the same shape.</summary>
    public void Add(RowGradients other)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (ours, theirs) in Named().Zip(other.Named()))
        {
            ours.Value.Increase(theirs.Value);
        }
    }

    /// <summary>Gradient of every parameter that took part, by name. The handles belong to the caller's dispose scope or live as long as this.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Named()
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            if ((_sums[i] ?? parameters[i].Value.grad) is { } gradient)
            {
                yield return new(parameters[i].Key, gradient);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var sum in _sums)
        {
            sum?.Dispose();
        }
    }

    private static bool IsNarrow(Parameter parameter) => parameter.dtype is ScalarType.BFloat16 or ScalarType.Float16;
}
