using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Works on several rows at the same time, each on a thread of its own.</summary>
/// <remarks>
/// A small model gains little from several threads inside one matrix product and much from one row for each thread. Which worker takes which rows depends on their lengths alone,
/// so that a result may depend on the number of workers, but never on their timing.
/// </remarks>
internal static class RowThreads
{
    // Above this size one row keeps all threads busy, and gradients for each worker would cost memory.
    private const long SmallModel = 20_000_000;
    private const int MostWorkers = 8;

    // Room for examples that do not divide evenly.
    private const double Slack = 1.1;

    /// <summary>Rows to work on at the same time: for a small model on the CPU as many as libtorch has threads, else one.</summary>
    public static int CountFor(Device device, long parameters)
        => device.type == TorchSharp.DeviceType.CPU && parameters <= SmallModel ? Math.Clamp(get_num_threads(), 1, MostWorkers) : 1;

    /// <summary>Tokens of a row: few enough that a small batch makes a row for every worker.</summary>
    /// <param name="lengths">Tokens of the examples of a batch.</param>
    /// <param name="workers">Number of workers.</param>
    /// <param name="limit">Most tokens of a row.</param>
    public static int Capacity(IReadOnlyCollection<int> lengths, int workers, int limit)
        => workers == 1 ? limit : Math.Min(limit, Math.Max(lengths.Max(), (int)Math.Ceiling(Slack * lengths.Sum() / workers)));

    /// <summary>Deals rows out so that all workers have about the same number of tokens: longest first, each to the worker with the least.</summary>
    /// <param name="lengths">Tokens of each row.</param>
    /// <param name="workers">Number of workers.</param>
    /// <returns>Indices of rows for each worker that has any.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Deal(IReadOnlyList<int> lengths, int workers)
    {
        var hands = new List<int>[Math.Min(workers, lengths.Count)];
        var loads = new long[hands.Length];
        foreach (var row in Enumerable.Range(0, lengths.Count).OrderByDescending(i => lengths[i]).ThenBy(i => i))
        {
            var least = Array.IndexOf(loads, loads.Min());
            (hands[least] ??= []).Add(row);
            loads[least] += lengths[row];
        }

        return hands;
    }

    /// <summary>Rows in the order in which the workers come to them when all take equally long for a token.</summary>
    /// <param name="rows">The rows that are dealt out.</param>
    /// <param name="workers">Number of workers.</param>
    public static IEnumerable<IReadOnlyList<EncodedExample>> InOrder(IReadOnlyList<IReadOnlyList<EncodedExample>> rows, int workers)
    {
        var lengths = Lengths(rows);
        var starts = new long[rows.Count];
        foreach (var hand in Deal(lengths, workers))
        {
            var tokens = 0L;
            foreach (var row in hand)
            {
                starts[row] = tokens;
                tokens += lengths[row];
            }
        }

        return rows.Index().OrderBy(row => starts[row.Index]).Select(row => row.Item);
    }

    /// <summary>Tokens of each row.</summary>
    public static int[] Lengths(IReadOnlyList<IReadOnlyList<EncodedExample>> rows) => [.. rows.Select(row => row.Sum(example => example.Tokens.Length))];

    /// <summary>Runs the work of every worker, the first one's on the calling thread, and waits for all.</summary>
    /// <param name="workers">Number of workers.</param>
    /// <param name="work">What the worker of a number does.</param>
    public static void Run(int workers, Action<int> work)
    {
        if (workers == 1)
        {
            work(0);
            return;
        }

        var threads = get_num_threads();
        var failures = new Exception?[workers];
        void Guarded(int worker)
        {
            try
            {
                set_num_threads(threads);
                work(worker);
            }
            catch (Exception exception)
            {
                failures[worker] = exception;
            }
        }

        var others = Enumerable.Range(1, workers - 1).Select(worker => new Thread(() => Guarded(worker)) { IsBackground = true }).ToList();
        others.ForEach(thread => thread.Start());
        Guarded(0);
        others.ForEach(thread => thread.Join());
        if (failures.FirstOrDefault(failure => failure is not null) is { } first)
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }
}
