using Aloe.Middleware;
using Aloe.Samples.Providers;

namespace Aloe.Samples.GenerateDataset.Spending;

/// <summary>What the models of a run cost.</summary>
internal static class ModelPrices
{
    /// <summary>The prices of <c>--prices</c>; null where none were given.</summary>
    /// <exception cref="UsageException">The file is no price table, or lacks a model of the run.</exception>
    public static PriceTable? Of(DatasetOptions options)
    {
        if (options.Prices is null)
        {
            return null;
        }

        try
        {
            var prices = PriceTable.Load(options.Prices);
            var missing = options.Provider.IsSimulated ? null : ProviderOptions.Roles.Select(options.Provider.ModelOf).FirstOrDefault(model => prices.Find(model) is null);
            return missing is null ? prices : throw new UsageException($"--prices: '{options.Prices}' has no price for {missing}.");
        }
        catch (PriceTableException damaged)
        {
            throw new UsageException($"--prices: {damaged.Message}");
        }
    }
}
