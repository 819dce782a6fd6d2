namespace Aloe.Middleware;

/// <summary>The calls that a run is going to make, known before anything is sent. Immutable.</summary>
/// <param name="Calls">Calls of each role; a role may come several times, as with several models.</param>
public sealed record CallPlan(IReadOnlyList<PlannedCalls> Calls)
{
    /// <summary>A plan from the usage of a sample run: the same calls <paramref name="factor"/> times, with the tokens they had there. What the sample found in a cache counts as calls.</summary>
    /// <param name="sample">The sample's usage.</param>
    /// <param name="factor">Size of the run over that of the sample, such as 3,000 trees over 10; above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is not above 0.</exception>
    public static CallPlan From(UsageReport sample, double factor)
    {
        ArgumentNullException.ThrowIfNull(sample);
        Require.Positive(factor, nameof(factor));
        return new CallPlan([.. sample.Roles.Where(usage => usage.Calls > 0).Select(usage => new PlannedCalls(
            usage.Role,
            usage.Model,
            (long)Math.Ceiling((usage.Calls + usage.CacheHits) * factor),
            (double)usage.InputTokens / usage.Calls,
            (double)usage.OutputTokens / usage.Calls))]);
    }

    /// <summary>What the plan will take. Nothing is sent. Input is priced as if the provider cached none of it, so that the cost is rather too high.</summary>
    /// <param name="prices">Prices; null counts calls and tokens only.</param>
    public DryRunEstimate Estimate(PriceTable? prices = null)
        => new(prices?.Currency, [.. Calls.Select(calls => Estimate(calls, prices?.Find(calls.Model)))]);

    private static PlannedUsage Estimate(PlannedCalls calls, ModelPrice? price)
    {
        var tokens = new TokenCounts((long)Math.Round(calls.Calls * calls.InputTokens), 0, (long)Math.Round(calls.Calls * calls.OutputTokens));
        return new PlannedUsage(calls.Role, calls.Model, calls.Calls, tokens.Input, tokens.Output, price?.CostOf(tokens));
    }
}
