namespace Aloe.Personas;

/// <summary>Candidates that are compared together: as unit vectors in rows, and in the lanes of those that are still in question.</summary>
/// <remarks>Work on groups of lanes is divided among threads. A group is one thread's at a time, and goes through the rows in order: neither results nor the number of products depend on how many there are.</remarks>
internal sealed class CandidateBlock
{
    /// <summary>Candidates that are resolved together. Each run over the pool serves so many; half of the products of each with the others may be for nothing.</summary>
    public const int Size = 32 * ScoreKernel.WideGroup;

    /// <summary>Below so many multiply-adds threads cost more than they bring.</summary>
    private const long SmallWork = 1 << 22;

    private readonly ParallelOptions _parallelism;
    private readonly Action<int> _packGroup, _scanPool, _scanEarlier;
    private float[] _units = [];
    private int[] _live = [];
    private UnitRows? _pool;
    private PairObserver? _observer;
    private int _firstBlock, _endBlock, _dimensions;
    private long _products;

    public CandidateBlock(int concurrency)
    {
        _parallelism = new ParallelOptions { MaxDegreeOfParallelism = concurrency };
        (_packGroup, _scanPool, _scanEarlier) = (PackGroup, ScanPool, ScanEarlier);
    }

    public int Count { get; private set; }

    public CandidateLanes Lanes { get; } = new();

    /// <summary>Dot products that were computed, those of unused lanes and rows among them.</summary>
    public long Products => _products;

    /// <summary>Numbers of the candidates that are still in question.</summary>
    public ReadOnlySpan<int> Live => _live.AsSpan(0, Count);

    public ReadOnlySpan<float> Unit(int candidate) => _units.AsSpan(candidate * _dimensions, _dimensions);

    public ReadOnlySpan<float> UnitOfLane(int lane) => Unit(Lanes.Candidates[lane]);

    /// <summary>Takes vectors in, scaled to unit length.</summary>
    public void Load(ReadOnlySpan<float> vectors, ReadOnlySpan<double> lengths)
    {
        (Count, _dimensions) = (lengths.Length, vectors.Length / lengths.Length);
        var room = (Count + ScoreKernel.Rows - 1) / ScoreKernel.Rows * ScoreKernel.Rows;
        if (_live.Length < room || _units.Length < room * _dimensions)
        {
            (_live, _units) = (new int[room], new float[room * _dimensions]);
        }

        for (var i = 0; i < Count; i++)
        {
            _live[i] = i;
            UnitVector.Write(vectors.Slice(i * _dimensions, _dimensions), lengths[i], _units.AsSpan(i * _dimensions, _dimensions));
        }
    }

    /// <summary>Puts the live candidates into lanes.</summary>
    public void Pack(float cutoff)
    {
        Lanes.Reset(Live, _dimensions, cutoff);
        ForEachGroup(_packGroup, (long)Count * _dimensions);
    }

    /// <summary>Compares the lanes to some blocks of a pool.</summary>
    public void Scan(UnitRows pool, int firstBlock, int endBlock, PairObserver observer)
    {
        (_pool, _firstBlock, _endBlock, _observer) = (pool, firstBlock, endBlock, observer);
        ForEachGroup(_scanPool, (long)(endBlock - firstBlock) * pool.BlockRows * Count * _dimensions);
    }

    /// <summary>Compares every lane to the candidates before it, all of which must be live.</summary>
    public void ScanEarlier(PairObserver observer)
    {
        _observer = observer;
        ForEachGroup(_scanEarlier, (long)Count * Count / 2 * _dimensions);
    }

    /// <summary>Forgets the candidates whose lanes are not wanted any more.</summary>
    public void DropUnwanted()
    {
        Count = 0;
        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            if (!float.IsPositiveInfinity(Lanes.Cutoffs[lane]))
            {
                _live[Count++] = Lanes.Candidates[lane];
            }
        }
    }

    /// <summary>Moves the live candidates together, so that they are numbered from 0.</summary>
    public void CloseGaps()
    {
        for (var i = 0; i < Count; i++)
        {
            Unit(_live[i]).CopyTo(_units.AsSpan(i * _dimensions, _dimensions));
            _live[i] = i;
        }
    }

    private void PackGroup(int group) => Lanes.Pack(group, _units);

    private void ScanPool(int group)
    {
        var products = 0L;
        for (var block = _firstBlock; block < _endBlock && Lanes.IsWanted(group); block++)
        {
            products += PairScan.Run(this, group, _pool!.Block(block), _pool.RowsOf(block), block * _pool.BlockRows, _observer!);
        }

        Interlocked.Add(ref _products, products);
    }

    private void ScanEarlier(int group)
    {
        var (first, width) = Lanes.Group(group);
        Interlocked.Add(ref _products, PairScan.Run(this, group, _units, Math.Min(Count, first + width) - 1, 0, _observer!));
    }

    private void ForEachGroup(Action<int> work, long multiplications)
    {
        if (multiplications < SmallWork || Lanes.Groups == 1 || _parallelism.MaxDegreeOfParallelism == 1)
        {
            for (var group = 0; group < Lanes.Groups; group++)
            {
                work(group);
            }
        }
        else
        {
            Parallel.For(0, Lanes.Groups, _parallelism, work);
        }
    }
}
