using System.Runtime.InteropServices;

namespace Aloe.Benchmarks.Comparisons.PersonaFilter;

/// <summary>The exact search of USearch, which its .NET package carries but does not wrap.</summary>
internal static partial class USearchExact
{
    private const int Float32 = 1;
    private const int InnerProduct = 2;

    /// <summary>The highest dot product of each query with a row of the data.</summary>
    public static void MaxSimilarity(ReadOnlySpan<float> data, ReadOnlySpan<float> queries, int dimensions, Span<float> similarities)
    {
        var (rows, count, stride) = ((nuint)(data.Length / dimensions), (nuint)(queries.Length / dimensions), (nuint)(dimensions * sizeof(float)));
        var keys = new ulong[(int)count];
        Search(
            ref MemoryMarshal.GetReference(data), rows, stride, ref MemoryMarshal.GetReference(queries), count, stride,
            Float32, (nuint)dimensions, InnerProduct, 1, (nuint)Environment.ProcessorCount,
            ref keys[0], sizeof(ulong), ref MemoryMarshal.GetReference(similarities), sizeof(float), out var error);
        if (error != 0)
        {
            throw new InvalidOperationException($"USearch: {Marshal.PtrToStringUTF8(error)}");
        }

        foreach (ref var similarity in similarities[..(int)count])
        {
            similarity = 1 - similarity; // It calls one less the dot product the distance.
        }
    }

    [LibraryImport("libusearch_c", EntryPoint = "usearch_exact_search")]
    private static partial void Search(
        ref float data, nuint rows, nuint stride, ref float queries, nuint count, nuint queryStride,
        int scalar, nuint dimensions, int metric, nuint nearest, nuint threads,
        ref ulong keys, nuint keysStride, ref float distances, nuint distancesStride, out nint error);
}
