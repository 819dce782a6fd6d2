using System.CommandLine;
using System.Globalization;

namespace Aloe.Samples.CommandLine;

/// <summary>Rules for option values, each with a message that says what is allowed.</summary>
internal static class OptionRules
{
    public static void AllowOnly<T>(this Option<T> option, params string[] values)
    {
        option.CompletionSources.Add(values);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && !values.Contains(value, StringComparer.Ordinal))
            {
                result.AddError($"{option.Name} must be {string.Join(", ", values[..^1])} or {values[^1]}; it was '{value}'.");
            }
        });
    }

    public static void AllowRange<T>(this Option<T> option, int min, int max)
        => option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && !(int.TryParse(value, out var number) && number >= min && number <= max))
            {
                result.AddError($"{option.Name} must be a whole number between {min} and {max}; it was '{value}'.");
            }
        });

    public static void AllowWhole(this Option<long> option)
        => option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && !long.TryParse(value, out _))
            {
                result.AddError($"{option.Name} must be a whole number; it was '{value}'.");
            }
        });

    public static void AllowFolder(this Option<string> option)
        => option.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
            {
                result.AddError($"{option.Name} must name a folder.");
            }
        });

    public static void AllowNumber<T>(this Option<T> option, Predicate<decimal> isAllowed, string allowed)
        => option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && !(decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && isAllowed(number)))
            {
                result.AddError($"{option.Name} must be {allowed}; it was '{value}'.");
            }
        });

    public static void AllowExistingFile(this Option<string?> option)
        => option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && !File.Exists(value))
            {
                result.AddError($"{option.Name}: there is no file '{value}'.");
            }
        });
}
