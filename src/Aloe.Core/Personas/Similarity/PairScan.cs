using System.Numerics;
using System.Runtime.InteropServices;

namespace Aloe.Personas;

/// <summary>Goes through the pairs of a group of candidates and some rows, and hands on those that are of interest.</summary>
internal static class PairScan
{
    /// <summary>Scans rows in order, until no lane of the group is wanted any more.</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="group">Which of them.</param>
    /// <param name="rows">Rows back to back, with memory behind them up to a multiple of <see cref="ScoreKernel.Rows"/>.</param>
    /// <param name="count">Rows that count.</param>
    /// <param name="firstIndex">Number of the first row.</param>
    /// <param name="observer">Is told of the pairs above the cutoffs.</param>
    /// <returns>Dot products that were computed.</returns>
    public static long Run(CandidateBlock candidates, int group, ReadOnlySpan<float> rows, int count, int firstIndex, PairObserver observer)
    {
        var lanes = candidates.Lanes;
        var (first, width) = lanes.Group(group);
        var packed = lanes.Packed(group);
        var dimensions = packed.Length / width;
        Span<float> scores = stackalloc float[ScoreKernel.Rows * ScoreKernel.WideGroup];
        ref var firstScore = ref MemoryMarshal.GetReference(scores);
        var done = 0;
        while (done < count)
        {
            var tile = rows.Slice(done * dimensions, ScoreKernel.Rows * dimensions);
            ScoreKernel.Multiply(ref MemoryMarshal.GetReference(tile), ref MemoryMarshal.GetReference(packed), dimensions, width, ref firstScore);
            var isSeen = false;
            for (var row = 0; row < Math.Min(ScoreKernel.Rows, count - done); row++)
            {
                var line = scores.Slice(row * width, width);
                if (IsAnyAbove(line, lanes.Cutoffs.Slice(first, width)))
                {
                    isSeen = true;
                    Show(candidates, first, line, firstIndex + done + row, tile.Slice(row * dimensions, dimensions), observer);
                }
            }

            done += ScoreKernel.Rows;
            if (isSeen && !lanes.IsWanted(group))
            {
                break;
            }
        }

        return (long)done * width;
    }

    private static void Show(CandidateBlock candidates, int first, ReadOnlySpan<float> scores, int index, ReadOnlySpan<float> row, PairObserver observer)
    {
        for (var lane = 0; lane < scores.Length; lane++)
        {
            if (scores[lane] > candidates.Lanes.Cutoffs[first + lane])
            {
                observer.See(candidates, first + lane, index, row, scores[lane]);
            }
        }
    }

    private static bool IsAnyAbove(ReadOnlySpan<float> scores, ReadOnlySpan<float> cutoffs)
    {
        if (scores.Length == 1)
        {
            return scores[0] > cutoffs[0];
        }

        for (var i = 0; i < scores.Length; i += Vector<float>.Count)
        {
            if (Vector.GreaterThanAny(Vector.Create(scores[i..]), Vector.Create(cutoffs[i..])))
            {
                return true;
            }
        }

        return false;
    }
}
