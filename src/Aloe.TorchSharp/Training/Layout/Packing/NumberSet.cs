using System.Buffers;
using System.Numerics;

namespace Aloe.Torch.Training;

/// <summary>A set of small numbers that finds the next one in O(log₆₄ of the largest).</summary>
/// <remarks>A tree of words of 64 bits, laid out as a heap: bit b of word w tells whether word 64w + 1 + b has any, and those of the last level are the numbers.</remarks>
internal ref struct NumberSet
{
    private readonly ulong[] _memory;
    private readonly Span<ulong> _words;
    private readonly int _leaves;

    /// <param name="largest">The largest number that will be added.</param>
    public NumberSet(int largest)
    {
        var leaves = (largest >> 6) + 1;
        for (var level = 1L; level < leaves; level <<= 6)
        {
            _leaves += (int)level;
        }

        _memory = ArrayPool<ulong>.Shared.Rent(_leaves + leaves);
        _words = _memory.AsSpan(0, _leaves + leaves);
        _words.Clear();
    }

    /// <summary>Words that were looked at.</summary>
    public long Inspected { get; private set; }

    /// <returns>False where it was there.</returns>
    public bool Add(int number)
    {
        var (word, bit) = (_leaves + (number >> 6), number & 63);
        var isNew = (_words[word] & (1UL << bit)) == 0;
        while (true)
        {
            Inspected++;
            var before = _words[word];
            _words[word] = before | (1UL << bit);
            if (before != 0 || word == 0)
            {
                return isNew;
            }

            (word, bit) = ((word - 1) >> 6, (word - 1) & 63);
        }
    }

    /// <summary>Takes out a number that is there.</summary>
    public void Remove(int number)
    {
        var (word, bit) = (_leaves + (number >> 6), number & 63);
        while (true)
        {
            Inspected++;
            _words[word] &= ~(1UL << bit);
            if (_words[word] != 0 || word == 0)
            {
                return;
            }

            (word, bit) = ((word - 1) >> 6, (word - 1) & 63);
        }
    }

    /// <summary>The smallest number that is not below another; −1 if there is none.</summary>
    public int AtLeast(int number)
    {
        var word = _leaves + (number >> 6);
        if (word >= _words.Length)
        {
            return -1;
        }

        Inspected++;
        var found = _words[word] & (~0UL << number);
        while (found == 0)
        {
            if (word == 0)
            {
                return -1;
            }

            Inspected++;
            var bit = (word - 1) & 63;
            word = (word - 1) >> 6;
            found = _words[word] & (~1UL << bit);
        }

        while (word < _leaves)
        {
            Inspected++;
            word = (word << 6) + 1 + BitOperations.TrailingZeroCount(found);
            found = _words[word];
        }

        return ((word - _leaves) << 6) + BitOperations.TrailingZeroCount(found);
    }

    public readonly void Dispose() => ArrayPool<ulong>.Shared.Return(_memory);
}
