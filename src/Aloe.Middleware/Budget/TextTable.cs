using System.Globalization;
using System.Text;

namespace Aloe.Middleware;

/// <summary>Lines of cells in columns of equal width: the first two are texts and lie left, the others numbers and lie right.</summary>
internal sealed class TextTable(params string[] header)
{
    private readonly List<string[]> _rows = [header];

    public static string Money(decimal value) => value.ToString("N4", CultureInfo.InvariantCulture);

    public static string NameOrNone(string model) => model.Length > 0 ? model : "(no model named)";

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        var widths = Enumerable.Range(0, header.Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in _rows)
        {
            var cells = row.Select((cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
