using System.Text.Json;

namespace Aloe.Middleware;

/// <summary>Prices of models, from a JSON file that you keep: this SDK ships none, because they change.</summary>
/// <remarks>
/// <c>{"currency": "EUR", "models": {"lantern-large": {"input": 2, "cached_input": 0.5, "output": 8}, "lantern-*": {"input": 0.2, "output": 0.8}}}</c>, per million tokens.
/// A name with <c>*</c> at its end stands for all that begin so, <c>*</c> for all; the exact name counts first, then the longest start. Case does not matter.
/// Where <c>cached_input</c> is missing, cached input costs as much as other input. Comments and commas at the end are allowed. Immutable, and so thread-safe.
/// </remarks>
public sealed class PriceTable
{
    private const decimal MaxPrice = 1_000_000;
    private const int MaxFileBytes = 10_000_000;

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false };

    private readonly Dictionary<string, ModelPrice> _prices = new(StringComparer.OrdinalIgnoreCase);

    private PriceTable(string source, string currency)
    {
        Source = source;
        Currency = currency;
    }

    /// <summary>The file, or what else the table came from.</summary>
    public string Source { get; }

    /// <summary>The currency of all prices, such as <c>EUR</c>.</summary>
    public string Currency { get; }

    /// <summary>All prices, in the order of the file.</summary>
    public IReadOnlyCollection<ModelPrice> Prices => _prices.Values;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="PriceTableException">The file is no price table.</exception>
    public static PriceTable Load(string path)
    {
        Require.Text(path, nameof(path));
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"Price table {path} does not exist.", path);
        }

        return new FileInfo(path).Length <= MaxFileBytes
            ? Parse(File.ReadAllBytes(path), path)
            : throw new PriceTableException(path, $"the file is larger than {MaxFileBytes:N0} bytes.");
    }

    /// <summary>Reads a table from a text.</summary>
    /// <param name="json">The table.</param>
    /// <param name="source">How errors name it.</param>
    /// <exception cref="PriceTableException">The text is no price table.</exception>
    public static PriceTable Parse(string json, string source = "price table")
    {
        ArgumentNullException.ThrowIfNull(json);
        return Parse(System.Text.Encoding.UTF8.GetBytes(json), source);
    }

    /// <summary>The price of a model; null where the table has none.</summary>
    /// <param name="model">Name of the model, as requests or responses give it.</param>
    public ModelPrice? Find(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (_prices.TryGetValue(model, out var exact))
        {
            return exact;
        }

        for (var length = model.Length; length >= 0; length--)
        {
            if (_prices.TryGetValue($"{model.AsSpan(0, length)}*", out var start))
            {
                return start;
            }
        }

        return null;
    }

    private static PriceTable Parse(ReadOnlyMemory<byte> json, string source)
    {
        try
        {
            json = json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
            using var document = JsonDocument.Parse(json, Lenient);
            return Read(document.RootElement, source);
        }
        catch (JsonException failure)
        {
            throw new PriceTableException(source, $"line {failure.LineNumber + 1}: no valid JSON: {failure.Message}", failure);
        }
        catch (InvalidOperationException failure)
        {
            // An escaped half of a surrogate pair in a name.
            throw new PriceTableException(source, $"a name is no valid text: {failure.Message}", failure);
        }
    }

    private static PriceTable Read(JsonElement root, string source)
    {
        Check(root, "the table", ["currency", "models"], source);
        var currency = root.TryGetProperty("currency", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
        if (currency.Length is 0 or > 10 || currency.Any(char.IsControl))
        {
            throw new PriceTableException(source, "currency must be a name such as \"EUR\".");
        }

        var table = new PriceTable(source, currency);
        if (!root.TryGetProperty("models", out var models) || models.ValueKind != JsonValueKind.Object)
        {
            throw new PriceTableException(source, "models must be an object with a price for each model.");
        }

        foreach (var model in models.EnumerateObject())
        {
            table.Add(model.Name, model.Value);
        }

        return table;
    }

    private void Add(string model, JsonElement value)
    {
        if (string.IsNullOrWhiteSpace(model) || model.AsSpan(0, model.Length - 1).Contains('*'))
        {
            throw new PriceTableException(Source, $"model '{model}': a model has a name, and a * stands only at its end.");
        }

        Check(value, $"model '{model}'", ["input", "cached_input", "output"], Source);
        var input = Price(model, value, "input") ?? throw Missing("input");
        var output = Price(model, value, "output") ?? throw Missing("output");
        if (!_prices.TryAdd(model, new ModelPrice(model, input, Price(model, value, "cached_input") ?? input, output)))
        {
            throw new PriceTableException(Source, $"model '{model}' is there twice; case does not matter.");
        }

        PriceTableException Missing(string field) => new(Source, $"model '{model}', field {field}: is missing.");
    }

    private decimal? Price(string model, JsonElement value, string field)
    {
        if (!value.TryGetProperty(field, out var price))
        {
            return null;
        }

        return price.ValueKind == JsonValueKind.Number && price.TryGetDecimal(out var number) && number is >= 0 and <= MaxPrice
            ? number
            : throw new PriceTableException(Source, $"model '{model}', field {field}: must be a number from 0 to {MaxPrice}, the price of a million tokens; it was {price.GetRawText()}.");
    }

    /// <summary>A misspelled field would silently be a missing one.</summary>
    private static void Check(JsonElement value, string what, string[] fields, string source)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new PriceTableException(source, $"{what} must be a JSON object.");
        }

        foreach (var member in value.EnumerateObject())
        {
            if (!fields.Contains(member.Name))
            {
                throw new PriceTableException(source, $"{what}: unknown field '{member.Name}'; known are {string.Join(", ", fields)}.");
            }
        }
    }
}
