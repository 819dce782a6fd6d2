using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Aloe.Personas;

/// <summary>Dot products of eight rows with the vectors of a group, the innermost loop of the filter.</summary>
/// <remarks>
/// The vectors of a group lie side by side, component by component, so that a product of one component of a row with that of every vector is one instruction and nothing is ever summed across a register.
/// A wide group fills 24 of the 32 registers of AVX-512 with sums: for each component three loads and eight broadcasts feed 24 multiply-adds, and those are what the loop waits for.
/// Without AVX-512 groups are narrow: <see cref="PortableKernel"/>.
/// </remarks>
internal static class ScoreKernel
{
    /// <summary>Rows of a call. Fewer are not computed faster: memory behind the last row must be readable.</summary>
    public const int Rows = 8;

    public const int WideGroup = 48;
    public const int NarrowGroup = 16;

    /// <summary>The best size of a group on this machine where there are vectors enough.</summary>
    public static int PreferredGroup => Vector512.IsHardwareAccelerated ? WideGroup : NarrowGroup;

    /// <summary>Writes the dot product of row r and vector v to <c>scores[r * width + v]</c>.</summary>
    /// <param name="rows">First component of the first row; rows lie back to back.</param>
    /// <param name="group">First component of the first vector of the group.</param>
    /// <param name="dimensions">Components of a vector.</param>
    /// <param name="width">Vectors of the group: 48, 16 or 1.</param>
    /// <param name="scores">Room for 8 × <paramref name="width"/> products.</param>
    public static void Multiply(ref float rows, ref float group, int dimensions, int width, ref float scores)
    {
        switch (width)
        {
            case WideGroup:
                Wide(ref rows, ref group, dimensions, ref scores);
                break;
            case NarrowGroup when Vector512.IsHardwareAccelerated:
                Narrow(ref rows, ref group, dimensions, ref scores);
                break;
            case NarrowGroup:
                PortableKernel.Narrow(ref rows, ref group, dimensions, ref scores);
                break;
            default:
                PortableKernel.Single(ref rows, ref group, dimensions, ref scores);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Wide(ref float r0, ref float group, int dimensions, ref float scores)
    {
        ref var r1 = ref Unsafe.Add(ref r0, dimensions);
        ref var r2 = ref Unsafe.Add(ref r1, dimensions);
        ref var r3 = ref Unsafe.Add(ref r2, dimensions);
        ref var r4 = ref Unsafe.Add(ref r3, dimensions);
        ref var r5 = ref Unsafe.Add(ref r4, dimensions);
        ref var r6 = ref Unsafe.Add(ref r5, dimensions);
        ref var r7 = ref Unsafe.Add(ref r6, dimensions);
        Sums48 s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (nint i = 0; i < dimensions; i++)
        {
            var a = Vector512.LoadUnsafe(ref group, 0);
            var b = Vector512.LoadUnsafe(ref group, 16);
            var c = Vector512.LoadUnsafe(ref group, 32);
            s0.Add(Unsafe.Add(ref r0, i), a, b, c);
            s1.Add(Unsafe.Add(ref r1, i), a, b, c);
            s2.Add(Unsafe.Add(ref r2, i), a, b, c);
            s3.Add(Unsafe.Add(ref r3, i), a, b, c);
            s4.Add(Unsafe.Add(ref r4, i), a, b, c);
            s5.Add(Unsafe.Add(ref r5, i), a, b, c);
            s6.Add(Unsafe.Add(ref r6, i), a, b, c);
            s7.Add(Unsafe.Add(ref r7, i), a, b, c);
            group = ref Unsafe.Add(ref group, WideGroup);
        }

        s0.Store(ref scores, 0);
        s1.Store(ref scores, 1);
        s2.Store(ref scores, 2);
        s3.Store(ref scores, 3);
        s4.Store(ref scores, 4);
        s5.Store(ref scores, 5);
        s6.Store(ref scores, 6);
        s7.Store(ref scores, 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Narrow(ref float r0, ref float group, int dimensions, ref float scores)
    {
        ref var r1 = ref Unsafe.Add(ref r0, dimensions);
        ref var r2 = ref Unsafe.Add(ref r1, dimensions);
        ref var r3 = ref Unsafe.Add(ref r2, dimensions);
        ref var r4 = ref Unsafe.Add(ref r3, dimensions);
        ref var r5 = ref Unsafe.Add(ref r4, dimensions);
        ref var r6 = ref Unsafe.Add(ref r5, dimensions);
        ref var r7 = ref Unsafe.Add(ref r6, dimensions);
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (nint i = 0; i < dimensions; i++)
        {
            var a = Vector512.LoadUnsafe(ref group);
            s0 = Vector512.MultiplyAddEstimate(Vector512.Create(Unsafe.Add(ref r0, i)), a, s0);
            s1 = Vector512.MultiplyAddEstimate(Vector512.Create(Unsafe.Add(ref r1, i)), a, s1);
            s2 = Vector512.MultiplyAddEstimate(Vector512.Create(Unsafe.Add(ref r2, i)), a, s2);
            s3 = Vector512.MultiplyAddEstimate(Vector512.Create(Unsafe.Add(ref r3, i)), a, s3);
            s4 = Vector512.MultiplyAddEstimate(Vector512.Create(Unsafe.Add(ref r4, i)), a, s4);
            s5 = Vector512.MultiplyAddEstimate(Vector512.Create(Unsafe.Add(ref r5, i)), a, s5);
            s6 = Vector512.MultiplyAddEstimate(Vector512.Create(Unsafe.Add(ref r6, i)), a, s6);
            s7 = Vector512.MultiplyAddEstimate(Vector512.Create(Unsafe.Add(ref r7, i)), a, s7);
            group = ref Unsafe.Add(ref group, NarrowGroup);
        }

        s0.StoreUnsafe(ref scores, 0 * NarrowGroup);
        s1.StoreUnsafe(ref scores, 1 * NarrowGroup);
        s2.StoreUnsafe(ref scores, 2 * NarrowGroup);
        s3.StoreUnsafe(ref scores, 3 * NarrowGroup);
        s4.StoreUnsafe(ref scores, 4 * NarrowGroup);
        s5.StoreUnsafe(ref scores, 5 * NarrowGroup);
        s6.StoreUnsafe(ref scores, 6 * NarrowGroup);
        s7.StoreUnsafe(ref scores, 7 * NarrowGroup);
    }

    /// <summary>Sums of one row with 48 vectors.</summary>
    private struct Sums48
    {
        private Vector512<float> _a, _b, _c;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(float component, Vector512<float> a, Vector512<float> b, Vector512<float> c)
        {
            var row = Vector512.Create(component);
            _a = Vector512.MultiplyAddEstimate(row, a, _a);
            _b = Vector512.MultiplyAddEstimate(row, b, _b);
            _c = Vector512.MultiplyAddEstimate(row, c, _c);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store(ref float scores, int row)
        {
            _a.StoreUnsafe(ref scores, (nuint)(row * WideGroup));
            _b.StoreUnsafe(ref scores, (nuint)((row * WideGroup) + 16));
            _c.StoreUnsafe(ref scores, (nuint)((row * WideGroup) + 32));
        }
    }
}
