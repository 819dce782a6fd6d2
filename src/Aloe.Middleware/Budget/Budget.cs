namespace Aloe.Middleware;

/// <summary>What a run may spend and has spent, shared by all of its clients (<see cref="BudgetChatClient"/>).</summary>
/// <remarks>
/// Before a call its tokens are estimated and reserved; after it, the reservation is replaced by what the provider reports. A call is refused when what was spent, what is reserved and
/// its own estimate together pass a limit. So a limit can be passed only by as much as calls in flight turn out larger than estimated; with
/// <see cref="Microsoft.Extensions.AI.ChatOptions.MaxOutputTokens"/> set, output cannot. Thread-safe.
/// </remarks>
public sealed class Budget
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Role, string Model), RoleUsage> _usage = [];
    private readonly PriceTable? _prices;
    private readonly UnknownModelPolicy _unknownModels;
    private readonly (decimal Cost, decimal Tokens, decimal Calls) _maximum;
    private (decimal Cost, decimal Tokens, decimal Calls) _spent;
    private (decimal Cost, decimal Tokens, decimal Calls) _reserved;

    /// <summary>Creates a budget. Later changes of the options have no effect.</summary>
    /// <param name="options">Limits and prices.</param>
    /// <param name="before">What was spent before, as by a run that is continued; it counts towards the limits and is part of the report. <value>Default: nothing.</value></param>
    /// <exception cref="ArgumentException">A cost limit without prices, or <paramref name="before"/> is in another currency.</exception>
    public Budget(BudgetOptions options, UsageReport? before = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _prices = options.Prices;
        _unknownModels = options.UnknownModels;
        BytesPerToken = options.BytesPerToken;
        AssumedOutputTokens = options.AssumedOutputTokens;
        _maximum = (options.MaxCost ?? decimal.MaxValue, options.MaxTokens ?? decimal.MaxValue, options.MaxCalls ?? decimal.MaxValue);
        if (options.MaxCost is not null && _prices is null)
        {
            throw new ArgumentException($"{nameof(BudgetOptions.MaxCost)} needs {nameof(BudgetOptions.Prices)}.", nameof(options));
        }

        if (before?.Currency is { } currency && _prices is not null && currency != _prices.Currency)
        {
            throw new ArgumentException($"What was spent before is in {currency}, the prices of {_prices.Source} are in {_prices.Currency}.", nameof(before));
        }

        foreach (var usage in before?.Roles ?? [])
        {
            _usage[(usage.Role, usage.Model)] = usage;
            _spent = Sum(_spent, (usage.Cost ?? 0, usage.InputTokens + usage.OutputTokens, usage.Calls));
        }
    }

    internal double BytesPerToken { get; }

    internal int AssumedOutputTokens { get; }

    /// <summary>Usage up to now; calls in flight are not in it.</summary>
    public UsageReport Report()
    {
        lock (_lock)
        {
            return new UsageReport(_prices?.Currency, [.. _usage.Values.OrderBy(usage => usage.Role, StringComparer.Ordinal).ThenBy(usage => usage.Model, StringComparer.Ordinal)]);
        }
    }

    /// <summary>Reserves what a call may take. Settle the result, or dispose it if the call failed.</summary>
    /// <exception cref="BudgetExceededException">A limit might be passed.</exception>
    /// <exception cref="PriceTableException">The model has no price, and such calls are refused.</exception>
    internal ReservedCall Reserve(string role, string model, TokenCounts estimate)
    {
        if (PriceOf(model, null) is null && _prices is not null && _unknownModels == UnknownModelPolicy.Refuse)
        {
            throw new PriceTableException(
                _prices.Source, $"no price for {TextTable.NameOrNone(model)}, which role {role} asks for. Add it (or *), or set {nameof(BudgetOptions)}.{nameof(BudgetOptions.UnknownModels)} to {nameof(UnknownModelPolicy.Count)}.");
        }

        (decimal Cost, decimal Tokens, decimal Calls) needed = (PriceOf(model, null)?.CostOf(estimate) ?? 0, estimate.Input + estimate.Output, 1);
        lock (_lock)
        {
            Check(BudgetLimit.Cost, _spent.Cost, _reserved.Cost, needed.Cost, _maximum.Cost, _prices?.Currency ?? "");
            Check(BudgetLimit.Tokens, _spent.Tokens, _reserved.Tokens, needed.Tokens, _maximum.Tokens, "tokens");
            Check(BudgetLimit.Calls, _spent.Calls, _reserved.Calls, needed.Calls, _maximum.Calls, "calls");
            _reserved = Sum(_reserved, needed);
        }

        return new ReservedCall(this, role, model, estimate, needed);

        void Check(BudgetLimit limit, decimal spent, decimal reserved, decimal need, decimal maximum, string unit)
        {
            if (maximum - spent - reserved < need)
            {
                throw new BudgetExceededException(limit, role, spent, reserved, need, maximum, unit);
            }
        }
    }

    /// <summary>Replaces a reservation by what the call took. The price is that of the model asked for, or else of the one that answered.</summary>
    internal void Settle(ReservedCall call, TokenCounts tokens, bool isEstimated, string? answeredBy)
    {
        var cost = PriceOf(call.Model, answeredBy)?.CostOf(tokens);
        lock (_lock)
        {
            GiveBack(call);
            _spent = Sum(_spent, (cost ?? 0, (decimal)tokens.Input + tokens.Output, 1));
            Change(call.Role, call.Model, usage => usage with
            {
                Calls = usage.Calls + 1,
                EstimatedCalls = usage.EstimatedCalls + (isEstimated ? 1 : 0),
                InputTokens = usage.InputTokens + tokens.Input,
                CachedInputTokens = usage.CachedInputTokens + tokens.CachedInput,
                OutputTokens = usage.OutputTokens + tokens.Output,

                // Once the price of one call is unknown, that of all is.
                Cost = usage.Cost + cost,
            });
        }

        if (cost is { } known)
        {
            AloeTelemetry.Spent(call.Role, call.Model, known, _prices!.Currency);
        }
    }

    internal void Fail(ReservedCall call)
    {
        lock (_lock)
        {
            GiveBack(call);
            Change(call.Role, call.Model, usage => usage with { FailedCalls = usage.FailedCalls + 1 });
        }
    }

    internal void Hit(ReservedCall call)
    {
        lock (_lock)
        {
            GiveBack(call);
            Hit(call.Role, call.Model);
        }
    }

    internal void Hit(string role, string model)
    {
        lock (_lock)
        {
            Change(role, model, usage => usage with { CacheHits = usage.CacheHits + 1 });
        }
    }

    private ModelPrice? PriceOf(string model, string? answeredBy) => _prices?.Find(model) ?? (answeredBy is null ? null : _prices?.Find(answeredBy));

    private void GiveBack(ReservedCall call) => _reserved = (_reserved.Cost - call.Needed.Cost, _reserved.Tokens - call.Needed.Tokens, _reserved.Calls - call.Needed.Calls);

    private void Change(string role, string model, Func<RoleUsage, RoleUsage> change)
    {
        var usage = _usage.GetValueOrDefault((role, model)) ?? new RoleUsage(role, model, 0, 0, 0, 0, 0, 0, 0, _prices is null ? null : 0);
        _usage[(role, model)] = change(usage);
    }

    private static (decimal Cost, decimal Tokens, decimal Calls) Sum((decimal Cost, decimal Tokens, decimal Calls) one, (decimal Cost, decimal Tokens, decimal Calls) other)
        => (one.Cost + other.Cost, one.Tokens + other.Tokens, one.Calls + other.Calls);
}
