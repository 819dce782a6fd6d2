using System.Runtime.ExceptionServices;

namespace Aloe.Torch.Training;

/// <summary>Makes the tensors of coming rows on a thread of its own, so that whoever computes need not wait for them.</summary>
/// <remarks>
/// Rows are made in the order in which they are asked for, some ahead of those that have been taken; what a row is does not depend on timing. Rows may be asked for and taken from any thread.
/// Dispose scopes belong to threads: a row is made outside of all, and comes into the scope of the thread that takes it.
/// </remarks>
internal sealed class RowFeed : IDisposable
{
    private readonly Func<IReadOnlyList<EncodedExample>, RowTensors> _make;
    private readonly int _ahead;
    private readonly TimeProvider _time;
    private readonly Thread _thread;
    private readonly object _gate = new();
    private readonly Queue<IReadOnlyList<EncodedExample>> _asked = [];
    private readonly HashSet<IReadOnlyList<EncodedExample>> _coming = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<IReadOnlyList<EncodedExample>, MadeRow> _made = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<IReadOnlyList<EncodedExample>> _awaited = new(ReferenceEqualityComparer.Instance);
    private TimeSpan _waited;
    private bool _closed;

    /// <param name="make">Makes a row; called on the feed's thread.</param>
    /// <param name="ahead">Rows that may be ready and not yet taken.</param>
    /// <param name="time">Measures waiting.</param>
    public RowFeed(Func<IReadOnlyList<EncodedExample>, RowTensors> make, int ahead, TimeProvider time)
    {
        (_make, _ahead, _time) = (make, ahead, time);
        _thread = new Thread(Work) { IsBackground = true, Name = nameof(RowFeed) };
        _thread.Start();
    }

    /// <summary>Time that threads have waited for rows so far, added up over the threads.</summary>
    public TimeSpan Waited
    {
        get
        {
            lock (_gate)
            {
                return _waited;
            }
        }
    }

    /// <summary>Asks for rows.</summary>
    /// <param name="rows">Rows that are not asked for already, in the order in which they will be taken.</param>
    public void Ask(IEnumerable<IReadOnlyList<EncodedExample>> rows)
    {
        lock (_gate)
        {
            foreach (var row in rows)
            {
                _asked.Enqueue(row);
                _coming.Add(row);
            }

            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>A row that was asked for, each once. If it is not ready yet, this waits.</summary>
    /// <returns>Its tensors, in the dispose scope of this thread.</returns>
    /// <exception cref="Exception">Whatever went wrong when it was made.</exception>
    public RowTensors Take(IReadOnlyList<EncodedExample> row)
    {
        lock (_gate)
        {
            if (_coming.Contains(row))
            {
                WaitFor(row);
            }

            var made = _made[row];
            _made.Remove(row);
            Monitor.PulseAll(_gate);
            made.Failure?.Throw();
            return made.Tensors!.AttachToDisposeScope();
        }
    }

    /// <summary>Makes no more rows, and disposes of those that were not taken.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
        foreach (var made in _made.Values)
        {
            made.Tensors?.Dispose();
        }
    }

    private void WaitFor(IReadOnlyList<EncodedExample> row)
    {
        var start = _time.GetTimestamp();
        _awaited.Add(row);
        Monitor.PulseAll(_gate);
        while (_coming.Contains(row))
        {
            Monitor.Wait(_gate);
        }

        _waited += _time.GetElapsedTime(start);
    }

    private void Work()
    {
        while (Next() is { } row)
        {
            var made = Make(row);
            lock (_gate)
            {
                _made.Add(row, made);
                _coming.Remove(row);
                _awaited.Remove(row);
                Monitor.PulseAll(_gate);
            }
        }
    }

    // While somebody waits, what is ready is something else.
    private IReadOnlyList<EncodedExample>? Next()
    {
        lock (_gate)
        {
            while (!_closed && (_asked.Count == 0 || (_made.Count >= _ahead && _awaited.Count == 0)))
            {
                Monitor.Wait(_gate);
            }

            return _closed ? null : _asked.Dequeue();
        }
    }

    private MadeRow Make(IReadOnlyList<EncodedExample> row)
    {
        try
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            return new MadeRow(_make(row).DetachFromDisposeScope(), null);
        }
        catch (Exception exception)
        {
            return new MadeRow(null, ExceptionDispatchInfo.Capture(exception));
        }
    }

    /// <param name="Tensors">The row.</param>
    /// <param name="Failure">Why there is none.</param>
    private readonly record struct MadeRow(RowTensors? Tensors, ExceptionDispatchInfo? Failure);
}
