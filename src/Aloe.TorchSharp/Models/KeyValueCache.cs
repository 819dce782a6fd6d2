using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>
/// Keys and values of the tokens computed so far, for a batch of sequences. The slot of a token is its position, so sequences of different lengths need no padding:
/// what lies behind the end of a sequence is masked, and overwritten when the sequence grows.
/// </summary>
/// <remarks>Not thread-safe. Belongs to one model.</remarks>
public sealed class KeyValueCache : IDisposable
{
    private readonly int _layers;
    private readonly int _heads;
    private readonly int _headSize;
    private readonly int _maxCapacity;
    private readonly Device _device;
    private readonly ScalarType _dtype;
    private Tensor[] _keys = [];
    private Tensor[] _values = [];
    private Tensor? _slots;

    /// <summary>An empty cache.</summary>
    /// <param name="model">The model whose keys and values it holds.</param>
    /// <param name="rows">Sequences. At least 1.</param>
    /// <param name="capacity">Tokens a sequence can have at first; it grows when more are needed. At least 1.</param>
    public KeyValueCache(DecoderModel model, int rows, int capacity)
    {
        ArgumentNullException.ThrowIfNull(model);
        Require.AtLeast(rows, 1);
        Require.AtLeast(capacity, 1);
        _layers = model.Config.Layers;
        _heads = model.Config.KeyValueHeads;
        _headSize = model.Config.HeadSize;
        _maxCapacity = model.Config.MaxPositions + 1;
        _device = model.Device;
        _dtype = model.DType;
        Rows = rows;
        Grow(capacity);
    }

    /// <summary>Sequences that the cache holds.</summary>
    public int Rows { get; }

    /// <summary>Tokens that a sequence can have before the cache must grow.</summary>
    public int Capacity { get; private set; }

    /// <summary>Slots that a forward pass looks at: at least 1 + the highest position of the pass. Set it before the pass; the cache grows to it.</summary>
    public int Length
    {
        get;
        set
        {
            Require.AtLeast(value, 1);
            if (value > Capacity)
            {
                Grow(Math.Max(value, Math.Min(Capacity + (Capacity / 2), _maxCapacity)));
            }

            field = value;
        }
    }

    /// <summary>Puts the sequences into another order, for instance to gather those that go on in front.</summary>
    /// <param name="moves">Row <c>To</c> gets what row <c>From</c> held before; each set of rows is a permutation of the other.</param>
    public void Permute(IReadOnlyList<(int From, int To)> moves)
    {
        ArgumentNullException.ThrowIfNull(moves);
        if (moves.Count == 0)
        {
            return;
        }

        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var from = tensor(moves.Select(move => (long)move.From).ToArray(), device: _device);
        var to = tensor(moves.Select(move => (long)move.To).ToArray(), device: _device);
        foreach (var stored in _keys.Concat(_values))
        {
            using var step = NewDisposeScope();
            var used = stored.narrow(2, 0, Math.Max(Length, 1));
            used.index_copy_(0, to, used.index_select(0, from));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var stored in _keys.Concat(_values))
        {
            stored.Dispose();
        }

        _slots?.Dispose();
        (_keys, _values, _slots) = ([], [], null);
    }

    /// <summary>Prepares a forward pass over positions [B, T] of the first B rows: where its keys and values go, and what each token may look at.</summary>
    internal Tensor Begin(Tensor positions)
    {
        var rows = positions.shape[0];
        if (rows > Rows)
        {
            throw new ArgumentException($"The batch has {rows} sequences, the cache only {Rows}.", nameof(positions));
        }

        var row = HeldScalar.Range(rows * _heads, _device).view(rows, _heads, 1).mul(HeldScalar.Of((long)Capacity));
        _slots?.Dispose();
        _slots = row.Plus(positions.unsqueeze(1)).reshape(-1).DetachFromDisposeScope();
        return HeldScalar.Range(Length, _device).view(1, 1, 1, -1).le(positions.view(rows, 1, -1, 1));
    }

    /// <summary>Stores the keys and values [B, heads, T, head] of a layer and gives back all, [B, heads, Length, head].</summary>
    internal (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values)
        => (Append(_keys[layer], keys), Append(_values[layer], values));

    private Tensor Append(Tensor stored, Tensor added)
    {
        stored.view(-1, _headSize).index_copy_(0, _slots!, added.reshape(-1, _headSize));
        return stored.narrow(0, 0, added.shape[0]).narrow(2, 0, Length);
    }

    private void Grow(int capacity)
    {
        using var inference = inference_mode();
        _keys = Grown(_keys);
        _values = Grown(_values);
        Capacity = capacity;

        Tensor[] Grown(Tensor[] old) => [.. Enumerable.Range(0, _layers).Select(layer =>
        {
            var grown = zeros([Rows, _heads, capacity, _headSize], dtype: _dtype, device: _device).DetachFromDisposeScope();
            if (old.Length > 0)
            {
                using var scope = NewDisposeScope();
                grown.narrow(2, 0, Capacity).copy_(old[layer]);
                old[layer].Dispose();
            }

            return grown;
        })];
    }
}
