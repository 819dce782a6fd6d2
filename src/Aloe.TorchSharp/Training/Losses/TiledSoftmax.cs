using System.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Log-probs of targets under a large vocabulary, and their gradients, with logits for a tile of the vocabulary at a time: those of all N hidden states for some of the tokens.</summary>
/// <remarks>
/// The weights of a tile are read once for all hidden states, and on a CPU its logits stay in the cache. Sums over the vocabulary run along with the largest logit so far (Milakov and Gimelshein, 2018).
/// Logits have the head's number type; everything computed of them is float32. Nothing waits for the device.
/// </remarks>
/// <param name="head">W, [V, D].</param>
/// <param name="tileLogits">Logits that may exist at the same time, at least one for each hidden state.</param>
internal sealed class TiledSoftmax(Parameter head, long tileLogits)
{
    /// <summary>8 MB of float32.</summary>
    public const long CpuTile = 1 << 21;

    /// <summary>64 MB: enough to keep a GPU busy.</summary>
    public const long CudaTile = 1 << 24;

    /// <summary>log p(target | hidden).</summary>
    /// <param name="hidden">[N, D].</param>
    /// <param name="targets">[N] int64.</param>
    /// <returns>[N] float32, without gradients.</returns>
    public Tensor LogProbs(Tensor hidden, Tensor targets)
    {
        using var scope = NewDisposeScope();
        return Forward(hidden, targets).LogProbs.squeeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>The same, and how to go back: from the derivatives of a loss by the log-probs, [N] float32, to those by the hidden states, [N, D] float32. A head that is trained has its gradient added up on the way.</summary>
    public (Tensor LogProbs, Func<Tensor, Tensor> Backward) WithBackward(Tensor hidden, Tensor targets)
    {
        using var scope = NewDisposeScope();
        if (head.requires_grad)
        {
            var (logProbs, logSum) = Forward(hidden, targets);
            logSum.MoveToOuterDisposeScope();
            return (logProbs.squeeze(1).MoveToOuterDisposeScope(), by => Backward(hidden, targets, logSum, by.unsqueeze(1)));
        }

        // d log p(t) / d hidden = W[t] − Σ p(v) W[v]: with weights that stay as they are, it can be summed at once, and no logit has to be computed again.
        using var noGrad = no_grad();
        var mean = zeros(hidden.shape, float32, hidden.device);
        var scores = Forward(hidden, targets, mean);
        var slopes = head.index_select(0, targets).to_type(float32).sub_(mean).MoveToOuterDisposeScope();
        return (scores.LogProbs.squeeze(1).MoveToOuterDisposeScope(), by => slopes.mul(by.unsqueeze(1)));
    }

    /// <summary>Log-probs of the targets and log-sum-exp of the logits, both [N, 1]; <paramref name="mean"/>, [N, D] of zeros, becomes the mean of W's rows by their probability.</summary>
    private (Tensor LogProbs, Tensor LogSum) Forward(Tensor hidden, Tensor targets, Tensor? mean = null)
    {
        using var noGrad = no_grad();
        var max = full([hidden.shape[0], 1], HeldScalar.Of(double.NegativeInfinity), float32, hidden.device);
        var (sum, score) = (zeros_like(max), zeros_like(max));
        foreach (var (start, count) in Tiles(hidden))
        {
            using var scope = NewDisposeScope();
            var weight = head.narrow(0, start, count);
            var logits = Logits(hidden, weight);
            var (column, isHere) = Place(targets, start, count);
            score.copy_(where(isHere, logits.gather(1, column), score));
            var top = max.maximum(logits.amax([1], keepdim: true));
            logits.sub_(top).exp_();
            var shrink = max.sub_(top).exp_();
            sum.mul_(shrink).Increase(logits.sum(1, keepdim: true));
            if (mean is not null)
            {
                AddProduct(mean.mul_(shrink), logits.to_type(weight.dtype), weight);
            }

            max.copy_(top);
        }

        mean?.div_(sum);
        var logSum = sum.log_().Increase(max);
        return (score.sub_(logSum), logSum);
    }

    /// <summary>Computes the logits of each tile again and turns them into their own derivatives, w · (1 at the target − p).</summary>
    private Tensor Backward(Tensor hidden, Tensor targets, Tensor logSum, Tensor by)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var gradient = zeros(hidden.shape, float32, hidden.device);
        var negative = by.neg();
        var before = head.grad;
        var ofHead = before ?? empty_like(head);
        foreach (var (start, count) in Tiles(hidden))
        {
            using var tile = NewDisposeScope();
            var weight = head.narrow(0, start, count);
            var logits = Logits(hidden, weight);
            var (column, isHere) = Place(targets, start, count);
            logits.sub_(logSum).exp_().mul_(negative).scatter_add_(1, column, by.mul(isHere));
            var rounded = logits.to_type(weight.dtype);
            AddProduct(gradient, rounded, weight);
            ofHead.narrow(0, start, count).addmm_(rounded.t(), hidden, before is null ? 0 : 1, 1);
        }

        head.grad = ofHead;
        return gradient.MoveToOuterDisposeScope();
    }

    /// <summary>The tiles of the vocabulary for so many hidden states. Widths are powers of two, so that starts are few different numbers, which <see cref="HeldScalar"/> keeps.</summary>
    internal IEnumerable<(long Start, long Count)> Tiles(Tensor hidden)
    {
        var (vocabulary, width) = (head.shape[0], 1L << BitOperations.Log2((ulong)Math.Max(1, tileLogits / Math.Max(1, hidden.shape[0]))));
        for (var start = 0L; start < vocabulary; start += width)
        {
            yield return (start, Math.Min(width, vocabulary - start));
        }
    }

    private static Tensor Logits(Tensor hidden, Tensor weight) => hidden.mm(weight.t()).to_type(float32);

    /// <summary>The column of each target in a tile, [N, 1], and whether it is there at all; one that is not has any column.</summary>
    private static (Tensor Column, Tensor IsHere) Place(Tensor targets, long start, long count)
    {
        var (column, zero, last) = (targets.sub(HeldScalar.Of(start)).unsqueeze(1), HeldScalar.Of(0L), HeldScalar.Of(count - 1));
        return (column.clamp(zero, last), column.ge(zero).logical_and_(column.le(last)));
    }

    /// <summary>sum += left · right; a product of a narrower type is rounded to it before it is added in float32.</summary>
    private static void AddProduct(Tensor sum, Tensor left, Tensor right)
    {
        if (left.dtype == sum.dtype)
        {
            sum.addmm_(left, right, 1, 1);
        }
        else
        {
            sum.Increase(left.mm(right));
        }
    }
}
