using Aloe.Middleware;

namespace Aloe.Samples.Spending;

/// <summary>The budget of a run, over all of its processes: what was used is kept in a file.</summary>
internal sealed class RunBudget(PriceTable? prices, decimal? maxCost, string file, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long _saved;

    public Budget Budget { get; } = new(
        new BudgetOptions { Prices = prices, MaxCost = maxCost },
        File.Exists(file) ? UsageReport.FromJson(File.ReadAllText(file)) : null);

    /// <summary>Keeps what was used up to now, unless that was done less than a second ago.</summary>
    public void SaveNowAndThen()
    {
        lock (_gate)
        {
            if (_saved == 0 || time.GetElapsedTime(_saved) >= Interval)
            {
                Save();
            }
        }
    }

    public void Save()
    {
        lock (_gate)
        {
            AtomicFile.WriteAllText(file, Budget.Report().ToJson());
            _saved = time.GetTimestamp();
        }
    }
}
