using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Aloe.Middleware;

/// <summary>Names and counters of what this SDK measures beyond the OpenTelemetry conventions for generative AI. Thread-safe; without a listener a counter costs next to nothing.</summary>
/// <remarks>Source and meter have the name <see cref="SourceName"/>: <c>tracing.AddSource(AloeTelemetry.SourceName)</c>, <c>metrics.AddMeter(AloeTelemetry.SourceName)</c>.</remarks>
public static class AloeTelemetry
{
    /// <summary>Name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string SourceName = "Aloe.Middleware";

    /// <summary>Tag of spans and counters that names the role.</summary>
    public const string RoleTag = "aloe.role";

    internal const string ModelTag = "gen_ai.request.model";
    internal const string ErrorTag = "error.type";
    internal const string CacheHitTag = "aloe.cache.hit";

    private static readonly Meter Meter = new(SourceName);
    private static readonly Counter<long> Calls = Meter.CreateCounter<long>("aloe.client.calls", "{call}", "Calls of chat clients, those answered from a cache and failed ones included.");
    private static readonly Counter<long> Tokens = Meter.CreateCounter<long>("aloe.client.tokens", "{token}", "Tokens that providers reported; those of cache hits are not counted.");
    private static readonly Counter<double> Cost = Meter.CreateCounter<double>("aloe.client.cost", "{currency}", "What calls cost by the price table of a budget.");
    private static readonly Counter<long> Retries = Meter.CreateCounter<long>("aloe.client.retries", "{retry}", "Calls that were made again after a failure.");

    internal static void Retried(string cause) => Retries.Add(1, new KeyValuePair<string, object?>(ErrorTag, cause));

    internal static void Called(TagList tags) => Calls.Add(1, tags);

    internal static void Used(string role, string? model, TokenCounts tokens)
    {
        Tokens.Add(tokens.Input, Of("input"));
        Tokens.Add(tokens.Output, Of("output"));

        TagList Of(string type) => new() { { RoleTag, role }, { ModelTag, model }, { "gen_ai.token.type", type } };
    }

    internal static void Spent(string role, string model, decimal cost, string currency)
        => Cost.Add((double)cost, new TagList { { RoleTag, role }, { ModelTag, model }, { "aloe.currency", currency } });
}
