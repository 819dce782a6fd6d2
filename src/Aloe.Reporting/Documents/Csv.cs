using System.Buffers;
using System.Globalization;

namespace Aloe.Reporting.Documents;

/// <summary>Lines of comma-separated values after RFC 4180.</summary>
internal static class Csv
{
    private const string Formula = "=+-@\t\r＝＋－＠";

    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <summary>A line, its end included.</summary>
    public static string Line(IEnumerable<string> cells) => $"{string.Join(',', cells)}\r\n";

    /// <summary>A text as a cell. What a spreadsheet would take for a formula gets an apostrophe before it.</summary>
    public static string Text(string text)
    {
        var safe = text.TrimStart(' ', '\n') is [var first, ..] && Formula.Contains(first) ? $"'{text}" : text;
        return safe.AsSpan().ContainsAny(Special) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    /// <summary>A number as a cell, with all its digits; empty where there is none.</summary>
    public static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
