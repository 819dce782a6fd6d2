using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Aloe.Data;

/// <summary>A part of an error message that is put together only where something is wrong: what is read is checked far more often than it fails.</summary>
[InterpolatedStringHandler]
internal readonly struct ProblemText
{
    // A string or a builder. A check has many of these on its stack, so they are small.
    private readonly object? _text;

    /// <summary>For a condition that must hold.</summary>
    public ProblemText(int literalLength, int formattedCount, bool isTrue, out bool isNeeded)
    {
        isNeeded = !isTrue;
        _text = isNeeded ? new StringBuilder() : null;
    }

    /// <summary>For a text that must be there.</summary>
    public ProblemText(int literalLength, int formattedCount, string? value, out bool isNeeded)
        : this(literalLength, formattedCount, !string.IsNullOrWhiteSpace(value), out isNeeded)
    {
    }

    private ProblemText(string constant) => _text = constant;

    public static implicit operator ProblemText(string constant) => new(constant);

    public void AppendLiteral(string value) => ((StringBuilder)_text!).Append(value);

    public void AppendFormatted<T>(T value) => ((StringBuilder)_text!).Append(CultureInfo.InvariantCulture, $"{value}");

    public override string ToString() => _text?.ToString() ?? "";
}
