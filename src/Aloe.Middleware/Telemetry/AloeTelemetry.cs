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
    private static readonly Counter<long> Trees = Meter.CreateCounter<long>("aloe.run.trees", "{tree}", "Trees that a run has finished or given up.");

    /// <summary>Counts a finished tree in <c>aloe.run.trees</c>.</summary>
    public static void TreeFinished() => Trees.Add(1);

    /// <summary>Counts a tree that was given up in <c>aloe.run.trees</c>.</summary>
    /// <param name="cause">A short name, such as that of an exception's type; few different ones. Goes into <c>error.type</c>.</param>
    public static void TreeFailed(string cause) => Trees.Add(1, new KeyValuePair<string, object?>(ErrorTag, cause));

    /// <summary>Counts a call that is made again in <c>aloe.client.retries</c>.</summary>
    /// <param name="cause">Why, in a short name; few different ones. Goes into <c>error.type</c>.</param>
    /// <param name="role">Who calls; null where nobody knows.</param>
    public static void Retried(string cause, string? role = null)
    {
        var tags = new TagList { { ErrorTag, cause } };
        if (role is not null)
        {
            tags.Add(RoleTag, role);
        }

        Retries.Add(1, tags);
    }

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
