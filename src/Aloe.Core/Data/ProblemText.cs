using System.Globalization;
using System.Runtime.CompilerServices;

namespace Aloe.Data;

/// <summary>A part of an error message that is put together only where something is wrong: what is read is checked far more often than it fails.</summary>
[InterpolatedStringHandler]
internal ref struct ProblemText
{
    private DefaultInterpolatedStringHandler _text;
    private readonly string? _constant;

    /// <summary>For a condition that must hold.</summary>
    public ProblemText(int literalLength, int formattedCount, bool isTrue, out bool isNeeded)
    {
        isNeeded = !isTrue;
        _text = isNeeded ? new(literalLength, formattedCount, CultureInfo.InvariantCulture) : default;
    }

    /// <summary>For a text that must be there.</summary>
    public ProblemText(int literalLength, int formattedCount, string? value, out bool isNeeded)
        : this(literalLength, formattedCount, !string.IsNullOrWhiteSpace(value), out isNeeded)
    {
    }

    private ProblemText(string constant) => _constant = constant;

    public static implicit operator ProblemText(string constant) => new(constant);

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public string ToStringAndClear() => _constant ?? _text.ToStringAndClear();
}
