namespace Aloe.Middleware.Tests.Spending;

public sealed class CallPlanTests
{
    private static readonly PriceTable Prices = PriceTable.Parse(PriceTableTests.Example);

    [Fact]
    public void Calls_tokens_and_cost_are_known_before_anything_is_sent()
    {
        var estimate = new CallPlan([new PlannedCalls("judge", "lantern-1", 3_000, 500.5, 10), new PlannedCalls("user", "lantern-2", 10, 100, 20)]).Estimate(Prices);

        // 1,501,500 · 2 + 30,000 · 8 = 3.243; 1,000 · 0.2 + 200 · 0.8 = 0.00036.
        Assert.Equal([new PlannedUsage("judge", "lantern-1", 3_000, 1_501_500, 30_000, 3.243m), new PlannedUsage("user", "lantern-2", 10, 1_000, 200, 0.00036m)], estimate.Roles);
        Assert.Equal(
            """
            role   model      calls      input  output  cost EUR
            judge  lantern-1  3,000  1,501,500  30,000    3.2430
            user   lantern-2     10      1,000     200    0.0004
            all               3,010  1,502,500  30,200    3.2434

            """,
            estimate.ToTable());
        Assert.Contains("\"cost\": 3.24336", estimate.ToJson());
    }

    [Fact]
    public void A_price_that_is_not_there_is_said_to_be_unknown()
    {
        var plan = new CallPlan([new PlannedCalls("judge", "candle", 3, 5, 1)]);
        Assert.Contains("The sum lacks models without a price: candle.", plan.Estimate(Prices).ToTable());
        Assert.Contains("unknown", plan.Estimate().ToTable());
        Assert.Null(plan.Estimate().Cost);
    }

    [Fact]
    public void A_sample_run_is_scaled_up()
    {
        var sample = new UsageReport(null, [new RoleUsage("user", "lantern-1", 4, 1, 2, 0, 40, 0, 8, null), new RoleUsage("judge", "lantern-1", 0, 3, 0, 0, 0, 0, 0, null)]);
        Assert.Equal([new PlannedCalls("user", "lantern-1", 60, 10, 2)], CallPlan.From(sample, 10).Calls);
        Assert.Throws<ArgumentOutOfRangeException>(() => CallPlan.From(sample, 0));
    }
}
