using System.Text;

namespace Aloe.Randomness;

/// <summary>A small, fast generator (SplitMix64) whose stream is fixed by a seed and a key and stays the same over versions of .NET.</summary>
/// <remarks>Derive one per item, <c>SeededRandom.For(seed, itemId)</c>, so that results do not depend on the order in which items are worked on. Not thread-safe; not for secrets.</remarks>
public sealed class SeededRandom
{
    private ulong _state;

    /// <summary>A stream for a seed.</summary>
    /// <param name="seed">Any value.</param>
    public SeededRandom(ulong seed) => _state = seed;

    /// <summary>A stream for a seed and the keys of an item, such as its id and turn.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="keys">What identifies the item.</param>
    public static SeededRandom For(long seed, params ReadOnlySpan<string> keys) => new(Key(seed, keys));

    /// <summary>The seed of the stream that <see cref="For"/> gives, for whoever makes a stream from a seed alone.</summary>
    internal static ulong Key(long seed, params ReadOnlySpan<string> keys)
    {
        // FNV-1a over the UTF-8 of the keys, with a separator, so that ("ab", "c") and ("a", "bc") differ.
        var hash = 14695981039346656037UL ^ Mix((ulong)seed);
        foreach (var key in keys)
        {
            foreach (var value in Encoding.UTF8.GetBytes(key))
            {
                hash = (hash ^ value) * 1099511628211UL;
            }

            hash = (hash ^ 0xFF) * 1099511628211UL;
        }

        return Mix(hash);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        _state += 0x9E3779B97F4A7C15UL;
        return Mix(_state);
    }

    /// <summary>A non-negative seed, for a model or another generator.</summary>
    public long NextSeed() => (long)(NextUInt64() >> 1);

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform integer from 0 up to, not including, a bound.</summary>
    /// <param name="exclusiveMax">At least 1.</param>
    public int Next(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMax, 1);
        return (int)Math.BigMul(NextUInt64(), (ulong)exclusiveMax, out _);
    }

    /// <summary>One element.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="items">At least one.</param>
    public T Pick<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items[Next(items.Count)];
    }

    /// <summary>Shuffles in place (Fisher–Yates).</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="items">What to shuffle.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Draws without replacement.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="items">What to draw from; stays as it is.</param>
    /// <param name="count">0 to the number of items.</param>
    /// <returns>The drawn items in random order.</returns>
    public IReadOnlyList<T> Draw<T>(IReadOnlyList<T> items, int count)
    {
        ArgumentNullException.ThrowIfNull(items);
        Require.InRange(count, 0, items.Count, nameof(count));

        // The first steps of a Fisher–Yates shuffle of the indices, of which only the moved ones are stored.
        var moved = new Dictionary<int, int>();
        var drawn = new T[count];
        for (var i = 0; i < count; i++)
        {
            var j = i + Next(items.Count - i);
            drawn[i] = items[moved.GetValueOrDefault(j, j)];
            moved[j] = moved.GetValueOrDefault(i, i);
        }

        return drawn;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
