using Aloe.Middleware.Tests.Caching;
using Microsoft.Extensions.AI;
using static Aloe.Middleware.Tests.Caching.AnsweringChatClient;

namespace Aloe.Middleware.Tests.Spending;

public sealed class BudgetTests
{
    private static readonly PriceTable Prices = PriceTable.Parse(PriceTableTests.Example, "prices.json");

    [Fact]
    public async Task Usage_and_cost_are_counted_for_each_role_and_model()
    {
        var budget = new Budget(new BudgetOptions { Prices = Prices });
        var judge = Client(new AnsweringChatClient(_ => Reply("yes", input: 1_000, output: 100, cached: 400)), budget, "judge");
        var user = Client(new AnsweringChatClient(_ => Reply("yes", input: 10, output: 1)), budget, "user");
        await judge.GetResponseAsync("Hi");
        await judge.GetResponseAsync("Hi", new ChatOptions { ModelId = "lantern-2" });
        await user.GetResponseAsync("Hi");
        await user.GetStreamingResponseAsync("Hi").ToChatResponseAsync();

        // 600 · 2 + 400 · 0.5 + 100 · 8 = 2,200; 1,000 · 0.2 + 100 · 0.8 = 280; 2 · (10 · 2 + 8) = 56; all over a million.
        var expected = new UsageReport("EUR",
        [
            new RoleUsage("judge", "lantern-1", 1, 0, 0, 0, 1_000, 400, 100, 0.0022m),
            new RoleUsage("judge", "lantern-2", 1, 0, 0, 0, 1_000, 400, 100, 0.00028m),
            new RoleUsage("user", "lantern-1", 2, 0, 0, 0, 20, 0, 2, 0.000056m),
        ]);
        Assert.Equal(expected, budget.Report());
        Assert.Equal((4, 2_020, 202, 0.002536m), (expected.Calls, expected.InputTokens, expected.OutputTokens, expected.Cost));
        Assert.Equal(expected, UsageReport.FromJson(expected.ToJson()));
        Assert.Equal(
            """
            role   model      calls  cache hits  failed  input  cached  output  cost EUR
            judge  lantern-1      1           0       0  1,000     400     100    0.0022
            judge  lantern-2      1           0       0  1,000     400     100    0.0003
            user   lantern-1      2           0       0     20       0       2    0.0001
            all                   4           0       0  2,020     800     202    0.0025

            """,
            expected.ToTable());
    }

    [Fact]
    public async Task A_call_that_does_not_fit_is_not_sent_and_the_error_says_why()
    {
        var provider = new AnsweringChatClient(_ => Reply("yes", input: 100_000, output: 100_000));
        var budget = new Budget(new BudgetOptions { Prices = Prices, MaxCost = 1.5m });
        var client = Client(provider, budget, "judge");
        await client.GetResponseAsync("Hi", new ChatOptions { MaxOutputTokens = 100_000 });

        // Spent 1; the next one needs 5 input tokens at 2 and 100,000 output tokens at 8 over a million.
        var error = await Assert.ThrowsAsync<BudgetExceededException>(() => client.GetResponseAsync("Hi", new ChatOptions { MaxOutputTokens = 100_000 }));
        Assert.Equal("The budget of 1.5 EUR (BudgetOptions.MaxCost) does not allow this call of role judge: 1 spent, 0 reserved by calls in flight, 0.80001 needed.", error.Message);
        Assert.Equal((BudgetLimit.Cost, "judge", 1m, 1.5m), (error.Limit, error.Role, error.Spent, error.Maximum));
        Assert.Equal(1, provider.Calls);
        await client.GetResponseAsync("Hi", new ChatOptions { MaxOutputTokens = 10 });
        await Assert.ThrowsAsync<BudgetExceededException>(() => client.GetStreamingResponseAsync("Hi", new ChatOptions { MaxOutputTokens = 1 }).ToChatResponseAsync());
        Assert.Equal(2, provider.Calls);
    }

    [Fact]
    public async Task Tokens_and_calls_are_limits_too()
    {
        var tokens = Client(new AnsweringChatClient(_ => Reply("yes", 10, 5)), new Budget(new BudgetOptions { MaxTokens = 30, AssumedOutputTokens = 5 }), "user");
        await tokens.GetResponseAsync("Hi");
        await tokens.GetResponseAsync("Hi");
        Assert.Contains("The budget of 30 tokens (BudgetOptions.MaxTokens)", (await Assert.ThrowsAsync<BudgetExceededException>(() => tokens.GetResponseAsync("Hi"))).Message);

        var calls = Client(new AnsweringChatClient(call => call == 1 ? throw new HttpRequestException() : Reply("yes")), new Budget(new BudgetOptions { MaxCalls = 1 }), "user");
        await Assert.ThrowsAsync<HttpRequestException>(() => calls.GetResponseAsync("Hi"));
        await calls.GetResponseAsync("Hi");
        Assert.Equal(BudgetLimit.Calls, (await Assert.ThrowsAsync<BudgetExceededException>(() => calls.GetResponseAsync("Hi"))).Limit);
    }

    [Theory]
    [InlineData(16, 0)]
    [InlineData(50, 34 * 64)]
    public async Task Sixty_four_tasks_pass_a_limit_only_by_what_calls_in_flight_take_above_their_estimates(int tokens, int most)
    {
        // Estimated are 4 + 2 tokens of input and 10 of output, 16 in all; the calls take 16 or 50.
        var provider = new AnsweringChatClient(async _ =>
        {
            await Task.Yield();
            return Reply("yes", 6, tokens - 6);
        });
        var budget = new Budget(new BudgetOptions { MaxTokens = 16_000 });
        var client = Client(provider, budget, "user");
        var refused = 0;
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    await client.GetResponseAsync("Hi there", new ChatOptions { MaxOutputTokens = 10 });
                }
            }
            catch (BudgetExceededException)
            {
                Interlocked.Increment(ref refused);
            }
        })));

        var spent = budget.Report().InputTokens + budget.Report().OutputTokens;
        Assert.InRange(spent, 16_000 - (64 * 16), 16_000 + most);
        Assert.Equal(provider.Calls, budget.Report().Calls);
        Assert.Equal(64, refused);
    }

    [Fact]
    public async Task Reservations_hold_while_calls_are_in_flight_and_end_with_them()
    {
        var open = new TaskCompletionSource();
        var provider = new AnsweringChatClient(async call =>
        {
            await open.Task;
            return call == 1 ? throw new HttpRequestException() : Reply("yes");
        });
        var client = Client(provider, new Budget(new BudgetOptions { MaxCalls = 2 }), "user");
        var (first, second) = (client.GetResponseAsync("Hi"), client.GetResponseAsync("Hi"));
        Assert.Contains("0 spent, 2 reserved", (await Assert.ThrowsAsync<BudgetExceededException>(() => client.GetResponseAsync("Hi"))).Message);
        open.SetResult();
        await Assert.ThrowsAsync<HttpRequestException>(() => first);
        await second;
        await client.GetResponseAsync("Hi");
    }

    [Fact]
    public async Task Without_reported_usage_tokens_are_estimated_and_marked()
    {
        var budget = new Budget(new BudgetOptions { Prices = Prices, BytesPerToken = 2 });
        await Client(new AnsweringChatClient(_ => Reply("12345678", input: null)), budget, "user").GetResponseAsync("12345");

        // 4 for the message and half of its 5 bytes; half of 8 bytes.
        var usage = budget.Report().Roles.Single();
        Assert.Equal((1, 7, 4), (usage.EstimatedCalls, usage.InputTokens, usage.OutputTokens));
        Assert.Contains("~ holds estimates", budget.Report().ToTable());
    }

    [Fact]
    public async Task A_stream_that_is_left_or_breaks_off_counts_with_what_had_come()
    {
        var budget = new Budget(new BudgetOptions());
        await foreach (var update in Client(new AnsweringChatClient(_ => Reply("12345678 and more")), budget, "user").GetStreamingResponseAsync("1234"))
        {
            break;
        }

        Assert.Equal(new RoleUsage("user", "lantern-1", 1, 0, 0, 1, 5, 0, 2, null), budget.Report().Roles.Single());
        Assert.Equal(0, budget.Report().Roles.Single().FailedCalls);
    }

    [Fact]
    public async Task A_model_without_a_price_is_refused_or_counted_as_unknown()
    {
        var provider = new AnsweringChatClient(_ => Reply("yes"));
        var strict = Client(provider, new Budget(new BudgetOptions { Prices = Prices }), "judge");
        var error = await Assert.ThrowsAsync<PriceTableException>(() => strict.GetResponseAsync("Hi", new ChatOptions { ModelId = "candle" }));
        Assert.Contains("prices.json: no price for candle, which role judge asks for", error.Message);
        Assert.Equal(0, provider.Calls);

        var budget = new Budget(new BudgetOptions { Prices = Prices, UnknownModels = UnknownModelPolicy.Count });
        await Client(new AnsweringChatClient(_ => new ChatResponse(new ChatMessage(ChatRole.Assistant, "yes"))), budget, "judge").GetResponseAsync("Hi", new ChatOptions { ModelId = "candle" });
        await Client(provider, budget, "user").GetResponseAsync("Hi");
        Assert.Equal(["candle"], budget.Report().UnknownModels);
        Assert.Null(budget.Report().Roles[0].Cost);
        Assert.Equal(0.00006m, budget.Report().Cost);
        Assert.Contains("The sum lacks models without a price: candle.", budget.Report().ToTable());

        // The model that answered has a price though the one that was asked for, such as an alias, has none.
        await Client(provider, budget, "user").GetResponseAsync("Hi", new ChatOptions { ModelId = "alias" });
        Assert.Equal(0.00006m, budget.Report().Roles.Single(usage => usage.Model == "alias").Cost);
    }

    [Fact]
    public async Task Hits_of_a_cache_cost_nothing_and_are_counted_whichever_stands_outside()
    {
        using var folder = new CacheFolder();
        await using var cache = new DiskCache(folder.Cache);
        var budget = new Budget(new BudgetOptions { MaxCalls = 1 });
        var provider = new AnsweringChatClient();
        var cacheOutside = new ChatClientBuilder(provider).UseDiskCache(cache).UseBudget(budget, "judge").Build();
        for (var i = 0; i < 3; i++)
        {
            await cacheOutside.GetResponseAsync("Hi");
        }

        Assert.Equal((1, 2), (budget.Report().Calls, budget.Report().CacheHits));
        await cacheOutside.GetStreamingResponseAsync("Hi").ToChatResponseAsync();
        await Assert.ThrowsAsync<BudgetExceededException>(() => cacheOutside.GetResponseAsync("Something else"));

        var ample = new Budget(new BudgetOptions());
        var budgetOutside = new ChatClientBuilder(provider).UseBudget(ample, "judge").UseDiskCache(cache).Build();
        await budgetOutside.GetResponseAsync("Hi");
        await budgetOutside.GetStreamingResponseAsync("Hi").ToChatResponseAsync();
        Assert.Equal((0, 2), (ample.Report().Calls, ample.Report().CacheHits));
    }

    [Fact]
    public async Task A_continued_run_goes_on_counting()
    {
        var before = new Budget(new BudgetOptions { Prices = Prices, MaxCalls = 2 });
        await Client(new AnsweringChatClient(), before, "user").GetResponseAsync("Hi");
        var after = new Budget(new BudgetOptions { Prices = Prices, MaxCalls = 2 }, UsageReport.FromJson(before.Report().ToJson()));
        var client = Client(new AnsweringChatClient(), after, "user");
        await client.GetResponseAsync("Hi");

        await Assert.ThrowsAsync<BudgetExceededException>(() => client.GetResponseAsync("Hi"));
        Assert.Equal((2, 20, 0.00012m), (after.Report().Calls, after.Report().InputTokens, after.Report().Cost));
    }

    [Fact]
    public async Task Impossible_usage_does_no_harm()
    {
        var budget = new Budget(new BudgetOptions { Prices = Prices, MaxTokens = 10_000 });
        await Client(new AnsweringChatClient(_ => Reply("yes", -5, -5, 99)), budget, "user").GetResponseAsync("Hi");
        Assert.Equal((0, 0, 0m), (budget.Report().InputTokens, budget.Report().OutputTokens, budget.Report().Cost));
        await Client(new AnsweringChatClient(_ => Reply("yes", long.MaxValue, long.MaxValue, 99)), budget, "user").GetResponseAsync("Hi");
        await Assert.ThrowsAsync<BudgetExceededException>(() => Client(new AnsweringChatClient(), budget, "user").GetResponseAsync("Hi"));
    }

    [Fact]
    public void Options_name_themselves_and_their_range()
    {
        var options = new BudgetOptions();
        Assert.Contains("MaxCost must be above 0", Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxCost = 0).Message);
        Assert.Contains("MaxTokens must be at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxTokens = 0).Message);
        Assert.Contains("MaxCalls must be at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxCalls = -1).Message);
        Assert.Contains("BytesPerToken must be between", Assert.Throws<ArgumentOutOfRangeException>(() => options.BytesPerToken = double.NaN).Message);
        Assert.Contains("MaxCost needs Prices", Assert.Throws<ArgumentException>(() => new Budget(new BudgetOptions { MaxCost = 1 })).Message);
        Assert.Contains("in USD", Assert.Throws<ArgumentException>(() => new Budget(new BudgetOptions { Prices = Prices }, new UsageReport("USD", []))).Message);
        Assert.Throws<FormatException>(() => UsageReport.FromJson("[]"));
        Assert.Throws<FormatException>(() => UsageReport.FromJson("""{"roles":[{}]}"""));
    }

    private static BudgetChatClient Client(IChatClient provider, Budget budget, string role) => new(provider, budget, role);
}
