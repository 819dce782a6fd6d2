using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Aloe.Middleware.Tests.Caching;
using Aloe.Middleware.Tests.Doubles;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using static Aloe.Middleware.Tests.Caching.AnsweringChatClient;

namespace Aloe.Middleware.Tests.Telemetry;

/// <summary>Source and meter are shared by the process, so every test looks at a role of its own.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly List<Activity> _spans = [];
    private readonly ActivityListener _listener;
    private readonly string _role = $"role-{Guid.NewGuid():N}";

    public TelemetryTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == AloeTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (_spans)
                {
                    _spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_span_carries_the_names_of_the_convention_and_the_role_but_no_texts(bool isStream)
    {
        using var caller = new Activity("caller").Start();
        var client = Client(new AnsweringChatClient(_ => Reply("secret answer", 10, 5)));
        await AskAsync(client, isStream);

        var span = Assert.Single(Spans());
        Assert.Equal("chat", span.GetTagItem("gen_ai.operation.name"));
        Assert.Equal("lantern-9", span.GetTagItem("gen_ai.request.model"));
        Assert.Equal("lantern-1", span.GetTagItem("gen_ai.response.model"));
        Assert.Equal(10, Convert.ToInt32(span.GetTagItem("gen_ai.usage.input_tokens")));
        Assert.Equal(5, Convert.ToInt32(span.GetTagItem("gen_ai.usage.output_tokens")));
        Assert.Equal(false, span.GetTagItem("aloe.cache.hit"));
        Assert.Null(caller.GetTagItem("aloe.role"));
        Assert.DoesNotContain("secret", string.Join(' ', span.TagObjects.Select(tag => $"{tag.Value}")));
    }

    [Fact]
    public async Task Texts_are_on_the_span_when_asked_for()
    {
        var client = new ChatClientBuilder(new AnsweringChatClient(_ => Reply("secret answer"))).UseAloeTelemetry(_role, includeContent: true).Build();
        await client.GetResponseAsync("secret question");
        var tags = string.Join(' ', Assert.Single(Spans()).TagObjects.Select(tag => $"{tag.Value}"));
        Assert.Contains("secret question", tags);
        Assert.Contains("secret answer", tags);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Calls_and_tokens_are_counted_by_role_hits_and_failures_apart(bool isStream)
    {
        using var folder = new CacheFolder();
        await using var cache = new DiskCache(folder.Cache);
        using var calls = Collect<long>("aloe.client.calls");
        using var tokens = Collect<long>("aloe.client.tokens");
        var client = Client(new DiskCacheChatClient(new AnsweringChatClient(call => call == 1 ? throw new HttpRequestException("down") : Reply("yes", 10, 5)), cache));
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(client, isStream));
        await AskAsync(client, isStream);
        await AskAsync(client, isStream);

        Assert.Equal(
            [("lantern-9", false, "System.Net.Http.HttpRequestException"), ("lantern-9", false, null), ("lantern-9", true, null)],
            Mine(calls).Select(call => ((string?)call.Tags["gen_ai.request.model"], (bool)call.Tags["aloe.cache.hit"]!, (string?)call.Tags.GetValueOrDefault("error.type"))));
        Assert.Equal([(10L, "input"), (5L, "output")], Mine(tokens).Select(use => (use.Value, (string)use.Tags["gen_ai.token.type"]!)));
        Assert.Equal([true, false, false], Spans().Select(span => span.Status == ActivityStatusCode.Error));
    }

    [Fact]
    public async Task The_convention_s_metrics_come_from_the_same_meter()
    {
        // Every client of the convention has a meter of its own with this name, so that a collector of one instrument will not do.
        var seen = new ConcurrentBag<(string Name, object? Model, object? Type, double Value)>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, me) => { if (instrument.Meter.Name == AloeTelemetry.SourceName) { me.EnableMeasurementEvents(instrument); } } };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => See(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => See(instrument, value, tags));
        listener.Start();
        await Client(new AnsweringChatClient()).GetResponseAsync("Hi", new ChatOptions { ModelId = _role });

        var mine = seen.Where(measurement => (string?)measurement.Model == _role).ToList();
        Assert.Single(mine, measurement => measurement.Name == "gen_ai.client.operation.duration");
        Assert.Contains(("gen_ai.client.token.usage", _role, "input", 10), mine);
        Assert.Contains(("gen_ai.client.token.usage", _role, "output", 5), mine);

        void See(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var named = tags.ToArray().ToDictionary();
            seen.Add((instrument.Name, named.GetValueOrDefault("gen_ai.request.model"), named.GetValueOrDefault("gen_ai.token.type"), value));
        }
    }

    [Fact]
    public async Task A_budget_counts_the_cost()
    {
        using var cost = Collect<double>("aloe.client.cost");
        var budget = new Budget(new BudgetOptions { Prices = PriceTable.Parse("""{"currency":"EUR","models":{"*":{"input":2,"output":8}}}""") });
        await new BudgetChatClient(new AnsweringChatClient(_ => Reply("yes", 1_000, 500)), budget, _role).GetResponseAsync("Hi");
        var spent = Assert.Single(Mine(cost));
        Assert.Equal(0.006, spent.Value, 12);
        Assert.Equal("EUR", spent.Tags["aloe.currency"]);
    }

    [Fact]
    public async Task A_retry_is_counted_with_its_cause()
    {
        using var retries = Collect<long>("aloe.client.retries");
        var failures = new Queue<Exception>([new HttpRequestException("busy", null, System.Net.HttpStatusCode.ServiceUnavailable)]);
        var client = new FailingFirst(new AnsweringChatClient(), failures).AsBuilder().UseRetry(new RetryOptions { TimeProvider = new JumpingTime() }).Build();
        await client.GetResponseAsync("Hi");
        Assert.Contains(retries.GetMeasurementSnapshot(), retry => (string?)retry.Tags["error.type"] == nameof(FailureKind.ServerError));
    }

    [Fact]
    public async Task A_stream_that_is_left_is_counted()
    {
        using var calls = Collect<long>("aloe.client.calls");
        await foreach (var update in Client(new AnsweringChatClient()).GetStreamingResponseAsync("Hi"))
        {
            break;
        }

        Assert.Single(Mine(calls));
    }

    private static Task<ChatResponse> AskAsync(IChatClient client, bool isStream)
    {
        var options = new ChatOptions { ModelId = "lantern-9" };
        return isStream ? client.GetStreamingResponseAsync("secret question", options).ToChatResponseAsync() : client.GetResponseAsync("secret question", options);
    }

    private static MetricCollector<T> Collect<T>(string name)
        where T : struct
        => new(null, AloeTelemetry.SourceName, name);

    private IEnumerable<CollectedMeasurement<T>> Mine<T>(MetricCollector<T> collector)
        where T : struct
        => collector.GetMeasurementSnapshot().Where(measurement => (string?)measurement.Tags.GetValueOrDefault("aloe.role") == _role);

    private List<Activity> Spans()
    {
        lock (_spans)
        {
            return [.. _spans.Where(span => (string?)span.GetTagItem("aloe.role") == _role)];
        }
    }

    private IChatClient Client(IChatClient provider) => new ChatClientBuilder(provider).UseAloeTelemetry(_role).Build();

    private sealed class FailingFirst(IChatClient inner, Queue<Exception> failures) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
            => failures.TryDequeue(out var failure) ? Task.FromException<ChatResponse>(failure) : base.GetResponseAsync(messages, options, cancellationToken);
    }
}
