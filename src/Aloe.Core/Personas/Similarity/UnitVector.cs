using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Aloe.Personas;

/// <summary>What similarity is: the dot product, in double precision, of the vectors scaled to unit length and rounded to float.</summary>
/// <remarks>
/// All sums are taken in one fixed order (eight partial sums, over the components with the same remainder by eight, then from the first to the last), so that every machine gets the same bits;
/// the products of floats are exact in double precision, with and without fused multiply-add.
/// </remarks>
internal static class UnitVector
{
    /// <summary>Why a vector is refused.</summary>
    public const string NoDirection = "An embedding must be finite and must not be all zero";

    private const int Lanes = 8;

    /// <summary>The length of a vector.</summary>
    /// <returns>A finite number above 0; null where the vector is all zero or holds something that is not finite.</returns>
    public static double? Length(ReadOnlySpan<float> vector)
        => Math.Sqrt(Sum(vector, vector)) is > 0 and < double.PositiveInfinity and var length ? length : null;

    /// <summary>Scales a vector to unit length.</summary>
    public static void Write(ReadOnlySpan<float> vector, double length, Span<float> unit)
    {
        var scale = 1 / length;
        var i = 0;
        for (; i <= vector.Length - Lanes; i += Lanes)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(vector.Slice(i, Lanes)));
            Vector256.Narrow(low * scale, high * scale).CopyTo(unit[i..]);
        }

        for (; i < vector.Length; i++)
        {
            unit[i] = (float)(vector[i] * scale);
        }
    }

    /// <summary>The similarity of two unit vectors, −1 to 1.</summary>
    public static double Similarity(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Math.Clamp(Sum(a, b), -1, 1);

    /// <summary>How far a dot product of unit vectors that was summed in float, in whatever order, can be from <see cref="Similarity"/>.</summary>
    /// <remarks>
    /// γ(n) = n·u / (1 − n·u) with u = 2⁻²⁴ bounds the relative error against the sum of the absolute products (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1),
    /// which is at most 1 for vectors of length 1; one part in a thousand covers that their lengths are 1 but for rounding, and the errors of the sum in double precision.
    /// </remarks>
    public static double ErrorBound(int dimensions)
    {
        var nu = (dimensions + 2) / (double)(1 << 24);
        return nu < 0.5 ? 1.001 * nu / (1 - nu) : 2;
    }

    private static double Sum(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ref var first = ref MemoryMarshal.GetReference(a);
        ref var second = ref MemoryMarshal.GetReference(b[..a.Length]);
        Vector256<double> low = default, high = default;
        var i = 0;
        for (; i <= a.Length - Lanes; i += Lanes)
        {
            var (lowA, highA) = Vector256.Widen(Vector256.LoadUnsafe(ref first, (nuint)i));
            var (lowB, highB) = Vector256.Widen(Vector256.LoadUnsafe(ref second, (nuint)i));
            low += lowA * lowB;
            high += highA * highB;
        }

        var sum = 0.0;
        for (var lane = 0; lane < Lanes; lane++)
        {
            var partial = lane < 4 ? low[lane] : high[lane - 4];
            sum += i + lane < a.Length ? partial + ((double)Unsafe.Add(ref first, i + lane) * Unsafe.Add(ref second, i + lane)) : partial;
        }

        return sum;
    }
}
