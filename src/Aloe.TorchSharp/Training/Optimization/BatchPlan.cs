using System.Globalization;
using Aloe.Randomness;

namespace Aloe.Torch.Training;

/// <summary>Which examples each optimizer step trains on: every epoch all of them, in an order of its own. A step's batch depends on nothing but the seed and its number.</summary>
internal sealed class BatchPlan(int examples, int batchSize, int epochs, long seed)
{
    private readonly int _stepsPerEpoch = (examples + batchSize - 1) / batchSize;
    private (int Epoch, int[] Order) _current = (-1, []);

    /// <summary>Steps of the whole run; the last batch of an epoch may be smaller.</summary>
    public int Steps => _stepsPerEpoch * epochs;

    /// <summary>The batches of the first epoch.</summary>
    public IEnumerable<int[]> FirstEpoch => Enumerable.Range(1, _stepsPerEpoch).Select(Batch);

    /// <summary>Indices of the examples of a step.</summary>
    /// <param name="step">1-based.</param>
    public int[] Batch(int step)
    {
        var (epoch, within) = Math.DivRem(step - 1, _stepsPerEpoch);
        if (_current.Epoch != epoch)
        {
            var order = Enumerable.Range(0, examples).ToArray();
            SeededRandom.For(seed, "order", epoch.ToString(CultureInfo.InvariantCulture)).Shuffle(order.AsSpan());
            _current = (epoch, order);
        }

        var first = within * batchSize;
        return _current.Order[first..Math.Min(first + batchSize, examples)];
    }
}
