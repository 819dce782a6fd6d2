using System.Buffers;

namespace Aloe.Torch.Training;

/// <summary>Rows by the room that they have left, to find the fullest one that something fits into; of equally full ones the first.</summary>
/// <remarks>A set of the sizes of room that occur, and for each of them a heap of its rows: a skew heap (Sleator and Tarjan, 1986), whose nodes are the rows themselves.</remarks>
internal ref struct OpenRows
{
    private const int None = -1;

    private readonly int[] _memory;
    private readonly Span<int> _first;
    private readonly Span<int> _left;
    private readonly Span<int> _right;
    private NumberSet _sizes;
    private long _melded;

    /// <param name="rows">Most rows.</param>
    /// <param name="capacity">Most room.</param>
    public OpenRows(int rows, int capacity)
    {
        Capacity = capacity;
        _sizes = new NumberSet(capacity);
        _memory = ArrayPool<int>.Shared.Rent(capacity + 1 + (2 * rows));
        _left = _memory.AsSpan(0, rows);
        _right = _memory.AsSpan(rows, rows);
        _first = _memory.AsSpan(2 * rows);
    }

    /// <summary>Room of an empty row.</summary>
    public int Capacity { get; }

    /// <summary>Words of the set and nodes of heaps that were looked at.</summary>
    public readonly long Inspected => _sizes.Inspected + _melded;

    /// <summary>Adds a row that is not there.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="free">Its room.</param>
    public void Put(int row, int free)
    {
        _left[row] = None;
        _right[row] = None;
        _first[free] = _sizes.Add(free) ? row : Meld(_first[free], row);
    }

    /// <summary>Takes out the row with the least room that is enough.</summary>
    public bool TryTakeFullest(int length, out int row, out int free)
    {
        free = _sizes.AtLeast(length);
        if (free < 0)
        {
            row = None;
            return false;
        }

        row = _first[free];
        _first[free] = Meld(_left[row], _right[row]);
        if (_first[free] == None)
        {
            _sizes.Remove(free);
        }

        return true;
    }

    public readonly void Dispose()
    {
        _sizes.Dispose();
        ArrayPool<int>.Shared.Return(_memory);
    }

    /// <summary>Makes one heap of two: along their right edges the smaller root comes first, and its children change sides.</summary>
    private int Meld(int a, int b)
    {
        var root = None;
        ref var end = ref root;
        while (a != None && b != None)
        {
            if (b < a)
            {
                (a, b) = (b, a);
            }

            _melded++;
            end = a;
            end = ref _left[a];
            (_right[a], a) = (_left[a], _right[a]);
        }

        end = a == None ? b : a;
        return root;
    }
}
