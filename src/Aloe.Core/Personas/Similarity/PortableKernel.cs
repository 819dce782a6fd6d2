using System.Numerics;
using System.Runtime.CompilerServices;

namespace Aloe.Personas;

/// <summary>The kernels that use registers of whatever width the machine has (AVX2, NEON), at most 16 of them.</summary>
internal static class PortableKernel
{
    /// <summary>A narrow group in tiles of four rows and two registers, which even the 16 registers of AVX2 hold.</summary>
    public static void Narrow(ref float rows, ref float group, int dimensions, ref float scores)
    {
        for (var row = 0; row < ScoreKernel.Rows; row += 4)
        {
            for (var lane = 0; lane < ScoreKernel.NarrowGroup; lane += 2 * Vector<float>.Count)
            {
                Tile(ref Unsafe.Add(ref rows, (nint)row * dimensions), ref Unsafe.Add(ref group, lane), dimensions, ref Unsafe.Add(ref scores, (row * ScoreKernel.NarrowGroup) + lane));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(ref float r0, ref float group, int dimensions, ref float scores)
    {
        ref var r1 = ref Unsafe.Add(ref r0, dimensions);
        ref var r2 = ref Unsafe.Add(ref r1, dimensions);
        ref var r3 = ref Unsafe.Add(ref r2, dimensions);
        Sums2 s0 = default, s1 = default, s2 = default, s3 = default;
        for (nint i = 0; i < dimensions; i++)
        {
            var a = Vector.LoadUnsafe(ref group);
            var b = Vector.LoadUnsafe(ref group, (nuint)Vector<float>.Count);
            s0.Add(Unsafe.Add(ref r0, i), a, b);
            s1.Add(Unsafe.Add(ref r1, i), a, b);
            s2.Add(Unsafe.Add(ref r2, i), a, b);
            s3.Add(Unsafe.Add(ref r3, i), a, b);
            group = ref Unsafe.Add(ref group, ScoreKernel.NarrowGroup);
        }

        s0.Store(ref scores, 0);
        s1.Store(ref scores, 1);
        s2.Store(ref scores, 2);
        s3.Store(ref scores, 3);
    }

    /// <summary>A single vector, multiplied along its components: the reading of the rows is what takes time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Single(ref float rows, ref float vector, int dimensions, ref float scores)
    {
        for (var row = 0; row < ScoreKernel.Rows; row += 4)
        {
            ref var r0 = ref Unsafe.Add(ref rows, (nint)row * dimensions);
            ref var r1 = ref Unsafe.Add(ref r0, dimensions);
            ref var r2 = ref Unsafe.Add(ref r1, dimensions);
            ref var r3 = ref Unsafe.Add(ref r2, dimensions);
            Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
            nint i = 0;
            for (; i <= dimensions - Vector<float>.Count; i += Vector<float>.Count)
            {
                var a = Vector.LoadUnsafe(ref vector, (nuint)i);
                s0 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref r0, (nuint)i), a, s0);
                s1 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref r1, (nuint)i), a, s1);
                s2 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref r2, (nuint)i), a, s2);
                s3 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref r3, (nuint)i), a, s3);
            }

            var (t0, t1, t2, t3) = (Vector.Sum(s0), Vector.Sum(s1), Vector.Sum(s2), Vector.Sum(s3));
            for (; i < dimensions; i++)
            {
                var a = Unsafe.Add(ref vector, i);
                t0 += Unsafe.Add(ref r0, i) * a;
                t1 += Unsafe.Add(ref r1, i) * a;
                t2 += Unsafe.Add(ref r2, i) * a;
                t3 += Unsafe.Add(ref r3, i) * a;
            }

            Unsafe.Add(ref scores, row) = t0;
            Unsafe.Add(ref scores, row + 1) = t1;
            Unsafe.Add(ref scores, row + 2) = t2;
            Unsafe.Add(ref scores, row + 3) = t3;
        }
    }

    /// <summary>Sums of one row with two registers of vectors.</summary>
    private struct Sums2
    {
        private Vector<float> _a, _b;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(float component, Vector<float> a, Vector<float> b)
        {
            var row = Vector.Create(component);
            _a = Vector.MultiplyAddEstimate(row, a, _a);
            _b = Vector.MultiplyAddEstimate(row, b, _b);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store(ref float scores, int row)
        {
            _a.StoreUnsafe(ref scores, (nuint)(row * ScoreKernel.NarrowGroup));
            _b.StoreUnsafe(ref scores, (nuint)((row * ScoreKernel.NarrowGroup) + Vector<float>.Count));
        }
    }
}
