using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Aloe.Data;

/// <summary>A line of a file, in UTF-8, and how to complain about it.</summary>
internal readonly record struct JsonLine(string Path, int Number, ReadOnlyMemory<byte> Json)
{
    /// <summary>The value of the line.</summary>
    public T Parse<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(Json.Span, type) ?? throw Error(null, "null is no value here.");
        }
        catch (JsonException failure)
        {
            throw Error(failure.Path?.TrimStart('$').TrimStart('.'), Reason(failure), failure);
        }
    }

    /// <summary>The string values of the line, of which there may be several.</summary>
    public IReadOnlyList<string> ParseStrings()
    {
        var reader = new Utf8JsonReader(Json.Span, new JsonReaderOptions { AllowMultipleValues = true });
        var values = new List<string>();
        try
        {
            while (reader.Read())
            {
                values.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Error(null, $"expected a JSON string, found {reader.TokenType}."));
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw Error(null, $"expected JSON strings. {failure.Message}", failure);
        }

        return values;
    }

    public void Require(bool isTrue, [InterpolatedStringHandlerArgument(nameof(isTrue))] ProblemText field, [InterpolatedStringHandlerArgument(nameof(isTrue))] ProblemText reason)
    {
        if (!isTrue)
        {
            throw Error(field.ToString(), reason.ToString());
        }
    }

    public void RequireText(string? value, [InterpolatedStringHandlerArgument(nameof(value))] ProblemText field)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw Error(field.ToString(), "must not be empty.");
        }
    }

    public void RequireSchema(int version, int known)
        => Require(version == known, "schemaVersion", $"is {version}; this version of Aloe reads {known}.");

    public DataFormatException Error(string? field, string reason, Exception? innerException = null)
        => new(Path, Number, field, reason, innerException);

    // Without the parser's own " Path: … | LineNumber: …", which counts inside the line.
    private static string Reason(JsonException failure)
    {
        var end = failure.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        return end < 0 ? failure.Message : failure.Message[..end];
    }
}
