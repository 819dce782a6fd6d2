using Aloe.Middleware;

namespace Aloe.Samples.GenerateDataset.Spending;

/// <summary>The budget of a run, over all of its processes: what was used is kept in a file.</summary>
internal sealed class RunBudget(DatasetOptions options, DatasetFiles files, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long _saved;

    public Budget Budget { get; } = new(
        new BudgetOptions { Prices = ModelPrices.Of(options), MaxCost = options.MaxCost },
        File.Exists(files.Usage) ? UsageReport.FromJson(File.ReadAllText(files.Usage)) : null);

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
            AtomicFile.WriteAllText(files.Usage, Budget.Report().ToJson());
            _saved = time.GetTimestamp();
        }
    }
}
