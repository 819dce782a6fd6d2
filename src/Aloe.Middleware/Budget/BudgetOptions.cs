namespace Aloe.Middleware;

/// <summary>Limits and prices of a <see cref="Budget"/>. Values are checked when they are set.</summary>
public sealed class BudgetOptions
{
    /// <summary>What models cost. <value>Default: null, tokens are counted and costs are not.</value></summary>
    public PriceTable? Prices { get; set; }

    /// <summary>Most that all calls together may cost, in the currency of <see cref="Prices"/>. <value>Default: null, no limit. Range: above 0 to 10⁹.</value></summary>
    public decimal? MaxCost
    {
        get;
        set => field = value is null or (> 0 and <= 1_000_000_000)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MaxCost), value, $"{nameof(MaxCost)} must be above 0 and at most 1000000000; it was {value}.");
    }

    /// <summary>Most input and output tokens of all calls together. <value>Default: null, no limit. Range: at least 1.</value></summary>
    public long? MaxTokens { get; set => field = value is { } tokens ? Require.AtLeast(tokens, 1) : null; }

    /// <summary>Most calls. <value>Default: null, no limit. Range: at least 1.</value></summary>
    public long? MaxCalls { get; set => field = value is { } calls ? Require.AtLeast(calls, 1) : null; }

    /// <summary>What happens to a model that <see cref="Prices"/> does not know. <value>Default: <see cref="UnknownModelPolicy.Refuse"/>.</value></summary>
    public UnknownModelPolicy UnknownModels { get; set => field = Require.Defined(value); }

    /// <summary>Output tokens reserved for a call whose options set no maximum. <value>Default: 1,000. Range: 1 to 1,000,000.</value></summary>
    public int AssumedOutputTokens { get; set => field = Require.InRange(value, 1, 1_000_000); } = 1_000;

    /// <summary>Bytes of UTF-8 in a token, for reservations and for providers that report no usage. <value>Default: 4, English text in most vocabularies. Range: 0.5 to 20.</value></summary>
    public double BytesPerToken { get; set => field = Require.InRange(value, 0.5, 20); } = 4;
}
