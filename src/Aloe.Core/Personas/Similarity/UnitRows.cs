namespace Aloe.Personas;

/// <summary>A pool of unit vectors, back to back in blocks of about a megabyte that stay where they are while others are added.</summary>
internal sealed class UnitRows
{
    private const int BlockComponents = 1 << 18;

    private readonly Func<int, int, Memory<float>> _newBlock;
    private readonly List<Memory<float>> _blocks = [];
    private readonly bool _isStored;

    /// <summary>A pool in memory, whose dimensions the first vector decides.</summary>
    public UnitRows() => _newBlock = (_, components) => new float[components];

    /// <summary>A pool that is kept elsewhere, with the rows that are there already.</summary>
    /// <param name="dimensions">Components of a row.</param>
    /// <param name="count">Rows in use.</param>
    /// <param name="newBlock">Gives the block of a number, counted from 0, with room for so many components.</param>
    public UnitRows(int dimensions, int count, Func<int, int, Memory<float>> newBlock)
    {
        (_newBlock, _isStored) = (newBlock, true);
        SetDimensions(dimensions);
        while ((long)_blocks.Count * BlockRows < count)
        {
            AddBlock();
        }

        Count = count;
    }

    public int Count { get; private set; }

    /// <summary>Components of a row; 0 until it is known.</summary>
    public int Dimensions { get; private set; }

    public bool HasFixedDimensions => Count > 0 || _isStored;

    /// <summary>Rows of a block: a multiple of what the kernel takes at a time, as it reads on behind the last row.</summary>
    public int BlockRows { get; private set; }

    public int Blocks => _blocks.Count;

    public void SetDimensions(int dimensions)
    {
        Dimensions = dimensions;
        BlockRows = Math.Max(1, BlockComponents / dimensions / ScoreKernel.Rows) * ScoreKernel.Rows;
    }

    /// <summary>Adds a row.</summary>
    /// <returns>Where its vector is to be written, at unit length.</returns>
    public Span<float> Add()
    {
        if (Count == (long)_blocks.Count * BlockRows)
        {
            AddBlock();
        }

        Count = checked(Count + 1);
        return Row(Count - 1);
    }

    public Span<float> Row(int index) => _blocks[index / BlockRows].Span.Slice(index % BlockRows * Dimensions, Dimensions);

    /// <summary>Rows in use of a block.</summary>
    public int RowsOf(int block) => Math.Clamp(Count - (block * BlockRows), 0, BlockRows);

    /// <summary>A whole block, with the rows that are not in use yet.</summary>
    public ReadOnlySpan<float> Block(int block) => _blocks[block].Span;

    private void AddBlock() => _blocks.Add(_newBlock(_blocks.Count, checked(BlockRows * Dimensions)));
}
