namespace Aloe.Torch.Training;

/// <summary>Sorts by length in linear time: by one group of bits after the other, the lowest first.</summary>
internal static class LengthOrder
{
    private const int Bits = 11;
    private const int Mask = (1 << Bits) - 1;

    /// <summary>Indices of lengths, the longest first; equal ones in the order in which they stand.</summary>
    /// <param name="lengths">The lengths, not negative.</param>
    /// <param name="order">Room for the indices.</param>
    /// <param name="other">As much room again.</param>
    /// <returns>Whichever of the two holds the indices.</returns>
    public static Span<int> Descending(ReadOnlySpan<int> lengths, Span<int> order, Span<int> other)
    {
        var longest = 0;
        for (var i = 0; i < lengths.Length; i++)
        {
            order[i] = i;
            longest = Math.Max(longest, lengths[i]);
        }

        Span<int> places = stackalloc int[Mask + 1];
        for (var shift = 0; shift < 32 && longest >> shift > 0; shift += Bits)
        {
            FindPlaces(lengths, shift, places);
            foreach (var i in order)
            {
                other[places[Digit(lengths[i], shift)]++] = i;
            }

            var swap = order;
            order = other;
            other = swap;
        }

        return order;
    }

    /// <summary>Where the first of each digit goes.</summary>
    private static void FindPlaces(ReadOnlySpan<int> lengths, int shift, Span<int> places)
    {
        places.Clear();
        foreach (var length in lengths)
        {
            places[Digit(length, shift)]++;
        }

        var next = 0;
        foreach (ref var place in places)
        {
            (place, next) = (next, next + place);
        }
    }

    private static int Digit(int length, int shift) => ~(length >> shift) & Mask;
}
