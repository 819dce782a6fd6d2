using Aloe.Middleware;

namespace Aloe.Samples.Spending;

/// <summary>What the models of a run cost.</summary>
internal static class ModelPrices
{
    /// <summary>The prices in a file; null where none was given.</summary>
    /// <param name="file">The file of <c>--prices</c>.</param>
    /// <param name="models">Models that must have a price.</param>
    /// <exception cref="UsageException">The file is no price table, or lacks a model of the run.</exception>
    public static PriceTable? Load(string? file, IEnumerable<string> models)
    {
        if (file is null)
        {
            return null;
        }

        try
        {
            var prices = PriceTable.Load(file);
            return models.FirstOrDefault(model => prices.Find(model) is null) is { } missing ? throw new UsageException($"--prices: '{file}' has no price for {missing}.") : prices;
        }
        catch (PriceTableException damaged)
        {
            throw new UsageException($"--prices: {damaged.Message}");
        }
    }
}
