using System.Globalization;
using System.Text.Json;

namespace Aloe.Middleware;

/// <summary>Calls, tokens and cost of every role and model at one moment. Immutable, and so thread-safe.</summary>
/// <param name="Currency">Currency of all costs; null where no prices were given.</param>
/// <param name="Roles">Usage in order of role and model.</param>
public sealed record UsageReport(string? Currency, IReadOnlyList<RoleUsage> Roles)
{
    /// <summary>Calls that were answered.</summary>
    public long Calls => Roles.Sum(usage => usage.Calls);

    /// <summary>Answers that came from a request cache.</summary>
    public long CacheHits => Roles.Sum(usage => usage.CacheHits);

    /// <summary>Input tokens, cached ones included.</summary>
    public long InputTokens => Roles.Sum(usage => usage.InputTokens);

    /// <summary>Output tokens.</summary>
    public long OutputTokens => Roles.Sum(usage => usage.OutputTokens);

    /// <summary>Cost of the calls whose price is known; null where no prices were given.</summary>
    public decimal? Cost => Currency is null ? null : Roles.Sum(usage => usage.Cost ?? 0);

    /// <summary>Models that were used and have no price, so that <see cref="Cost"/> lacks them; empty where no prices were given.</summary>
    public IReadOnlyList<string> UnknownModels
        => Currency is null ? [] : [.. Roles.Where(usage => usage.Cost is null && usage.Calls > 0).Select(usage => usage.Model).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The report as JSON, with snake_case names.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, MeterJsonContext.Default.UsageReport);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The report.</param>
    /// <exception cref="FormatException">The text is no such report.</exception>
    public static UsageReport FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            var report = JsonSerializer.Deserialize(json, MeterJsonContext.Default.UsageReport);
            return report?.Roles is { } roles && roles.All(usage => usage is { Role: not null, Model: not null })
                ? report
                : throw new FormatException("A usage report has roles, each with role and model.");
        }
        catch (JsonException failure)
        {
            throw new FormatException($"No usage report: {failure.Message}", failure);
        }
    }

    /// <summary>The report as a table of text, with a line for the sum.</summary>
    public string ToTable()
    {
        var table = new TextTable("role", "model", "calls", "cache hits", "failed", "input", "cached", "output", Currency is null ? "cost" : $"cost {Currency}");
        foreach (var usage in Roles)
        {
            table.Add(
                usage.Role, usage.Model, Number(usage.Calls), Number(usage.CacheHits), Number(usage.FailedCalls),
                Number(usage.InputTokens) + (usage.EstimatedCalls > 0 ? "~" : ""), Number(usage.CachedInputTokens), Number(usage.OutputTokens) + (usage.EstimatedCalls > 0 ? "~" : ""),
                usage.Cost is { } cost ? TextTable.Money(cost) : "unknown");
        }

        table.Add(
            "all", "", Number(Calls), Number(CacheHits), Number(Roles.Sum(usage => usage.FailedCalls)),
            Number(InputTokens), Number(Roles.Sum(usage => usage.CachedInputTokens)), Number(OutputTokens), Cost is { } sum ? TextTable.Money(sum) : "unknown");
        var notes = (Roles.Any(usage => usage.EstimatedCalls > 0) ? "~ holds estimates: the provider reported no usage.\n" : "")
            + (UnknownModels.Count > 0 ? $"The sum lacks models without a price: {string.Join(", ", UnknownModels.Select(TextTable.NameOrNone))}.\n" : "");
        return table + notes;
    }

    /// <summary>Two reports are equal when they have the same currency and the same usages in order.</summary>
    /// <param name="other">What to compare with.</param>
    public bool Equals(UsageReport? other) => other is not null && Currency == other.Currency && Roles.SequenceEqual(other.Roles);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Currency, Roles.Count);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
