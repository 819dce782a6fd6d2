using System.Globalization;
using Aloe.Evaluation;

namespace Aloe.Reporting.Evaluation;

/// <summary>Numbers of evaluations as text. What is not there is a dash.</summary>
internal static class Figures
{
    private const string None = "–";

    public static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Count(int? value) => value is { } count ? Count(count) : None;

    public static string Decimal(double? value, int digits = 2) => value is { } number ? Signed(number, "", digits) : None;

    public static string Change(double? value, int digits = 2) => value is { } number ? Signed(number, "+", digits) : None;

    public static string Percent(double? share) => share is { } value ? $"{(100 * value).ToString("0.#", CultureInfo.InvariantCulture)} %" : None;

    public static string Range(Interval interval, int digits = 2) => $"{Decimal(interval.Low, digits)} to {Decimal(interval.High, digits)}";

    /// <summary>A value and below it its interval; Markdown has both on one line.</summary>
    public static string WithRange(Interval? interval, int digits = 2) => interval is null ? None : $"{Decimal(interval.Value, digits)}\n({Range(interval, digits)})";

    public static string ChangeWithRange(Interval interval) => $"{Change(interval.Value)}\n({Range(interval)})";

    public static string Probability(double value) => value < 0.001 ? "< 0.001" : value.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A true minus sign, and none before a zero.</summary>
    private static string Signed(double value, string plus, int digits)
    {
        var zeros = "0." + new string('0', digits);
        return value.ToString($"{plus}{zeros};−{zeros};{zeros}", CultureInfo.InvariantCulture);
    }
}
