using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>A decoder layer that keeps nothing but its input, and computes its activations again in the backward pass (Chen et al., 2016).</summary>
/// <remarks>The gradients of the layer's own parameters add up in them, as they always do; only that of the input travels through this function.</remarks>
internal sealed class CheckpointedLayer : autograd.SingleTensorFunction<CheckpointedLayer>
{
    private const string Layer = "layer";
    private const string Attention = "attention";
    private const string Failure = "failure";

    // libtorch reads the handle of the gradient after Backward has returned; until then the object must not be collected, on whichever thread of libtorch this is.
    [ThreadStatic]
    private static Tensor? _returned;

    /// <inheritdoc/>
    public override string Name => nameof(CheckpointedLayer);

    /// <summary>[B, T, D] → [B, T, D].</summary>
    public static Tensor Forward(DecoderLayer layer, Tensor x, AttentionInput attention, BackwardFailure failure)
        => apply(x.requires_grad ? x : x.detach().requires_grad_(), layer, attention, failure); // Before the first adapter nothing asks for gradients; the layer itself does.

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, layer, attention) = ((Tensor)vars[0], (DecoderLayer)vars[1], (AttentionInput)vars[2]);
        ctx.save_for_backward([x, .. attention.Tensors]);
        ctx.save_data(Layer, layer);
        ctx.save_data(Attention, attention);
        ctx.save_data(Failure, vars[3]);
        return layer.Forward(x, attention);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        _returned?.Dispose();
        try
        {
            _returned = GradientOfInput(ctx, grad_output);
            grad_output.Dispose();
        }
        catch (Exception exception)
        {
            ((BackwardFailure)ctx.get_data(Failure)).Keep(exception);

            // Of the right shape, and takes no memory, which may be what is missing; nobody uses it.
            _returned = grad_output.DetachFromDisposeScope();
        }

        return [_returned, null!, null!, null!];
    }

    private static Tensor GradientOfInput(autograd.AutogradContext ctx, Tensor gradOutput)
    {
        using var scope = NewDisposeScope();
        using var withGradients = enable_grad();
        var (layer, attention) = ((DecoderLayer)ctx.get_data(Layer), (AttentionInput)ctx.get_data(Attention));
        var saved = ctx.get_saved_variables();
        var x = saved[0].detach().requires_grad_();
        autograd.backward(layer.Forward(x, attention.With(saved[1..])), gradOutput);
        return x.grad!.DetachFromDisposeScope();
    }
}
