using System.Diagnostics;

namespace Aloe.Benchmarks.Comparisons.InputOutput;

/// <summary>What a piece of work took.</summary>
/// <param name="Wall">Seconds by the clock.</param>
/// <param name="Processor">Seconds of all threads of this process, the garbage collector's and the system's work for it included; other processes do not count.</param>
internal sealed record Spent(double Wall, double Processor)
{
    public static Spent On(Action work)
    {
        GC.Collect();
        var (start, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        work();
        return new Spent(Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    public static Spent Median(IReadOnlyCollection<Spent> runs)
        => new(Comparison.Median(runs.Select(run => run.Wall)), Comparison.Median(runs.Select(run => run.Processor)));

    /// <summary>Does every piece of work in turn, several times, and takes medians. A round before that warms up.</summary>
    public static IReadOnlyList<Spent> InTurn(int repetitions, params IReadOnlyList<Action> works)
    {
        var runs = works.Select(_ => new List<Spent>()).ToList();
        for (var repetition = -1; repetition < repetitions; repetition++)
        {
            for (var i = 0; i < works.Count; i++)
            {
                var spent = On(works[i]);
                if (repetition >= 0)
                {
                    runs[i].Add(spent);
                }
            }
        }

        return [.. runs.Select(Median)];
    }
}
