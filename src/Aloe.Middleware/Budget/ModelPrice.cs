namespace Aloe.Middleware;

/// <summary>What a model costs, in the currency of its <see cref="PriceTable"/> per million tokens.</summary>
/// <param name="Model">Name of the model, or the start of names with <c>*</c> at the end.</param>
/// <param name="Input">Input tokens that the provider had not cached.</param>
/// <param name="CachedInput">Input tokens that the provider had cached.</param>
/// <param name="Output">Output tokens, those of reasoning included.</param>
public sealed record ModelPrice(string Model, decimal Input, decimal CachedInput, decimal Output)
{
    internal decimal CostOf(TokenCounts tokens)
        => (((tokens.Input - tokens.CachedInput) * Input) + (tokens.CachedInput * CachedInput) + (tokens.Output * Output)) / 1_000_000m;
}
