using System.Globalization;
using System.Text.Json;

namespace Aloe.Middleware;

/// <summary>Calls, tokens and cost of a run before anything of it is sent. Immutable.</summary>
/// <param name="Currency">Currency of all costs; null where no prices were given.</param>
/// <param name="Roles">What each role will take, in the order of the plan.</param>
public sealed record DryRunEstimate(string? Currency, IReadOnlyList<PlannedUsage> Roles)
{
    /// <summary>All calls.</summary>
    public long Calls => Roles.Sum(usage => usage.Calls);

    /// <summary>All input tokens.</summary>
    public long InputTokens => Roles.Sum(usage => usage.InputTokens);

    /// <summary>All output tokens.</summary>
    public long OutputTokens => Roles.Sum(usage => usage.OutputTokens);

    /// <summary>Cost of the calls whose price is known; null where no prices were given.</summary>
    public decimal? Cost => Currency is null ? null : Roles.Sum(usage => usage.Cost ?? 0);

    /// <summary>Models of the plan that have no price, so that <see cref="Cost"/> lacks them; empty where no prices were given.</summary>
    public IReadOnlyList<string> UnknownModels
        => Currency is null ? [] : [.. Roles.Where(usage => usage.Cost is null && usage.Calls > 0).Select(usage => usage.Model).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The estimate as JSON, with snake_case names.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, MeterJsonContext.Default.DryRunEstimate);

    /// <summary>The estimate as a table of text, with a line for the sum.</summary>
    public string ToTable()
    {
        var table = new TextTable("role", "model", "calls", "input", "output", Currency is null ? "cost" : $"cost {Currency}");
        foreach (var usage in Roles)
        {
            table.Add(usage.Role, usage.Model, Number(usage.Calls), Number(usage.InputTokens), Number(usage.OutputTokens), usage.Cost is { } cost ? TextTable.Money(cost) : "unknown");
        }

        table.Add("all", "", Number(Calls), Number(InputTokens), Number(OutputTokens), Cost is { } sum ? TextTable.Money(sum) : "unknown");
        var note = UnknownModels.Count > 0 ? $"The sum lacks models without a price: {string.Join(", ", UnknownModels.Select(TextTable.NameOrNone))}.\n" : "";
        return table + note;
    }

    /// <summary>Two estimates are equal when they have the same currency and the same usages in order.</summary>
    /// <param name="other">What to compare with.</param>
    public bool Equals(DryRunEstimate? other) => other is not null && Currency == other.Currency && Roles.SequenceEqual(other.Roles);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Currency, Roles.Count);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
