using System.Numerics;
using System.Runtime.CompilerServices;

namespace Aloe;

/// <summary>Range checks of option values; the message names the option and what it allows.</summary>
internal static class Require
{
    public static T InRange<T>(T value, T min, T max, [CallerMemberName] string option = "")
        where T : INumber<T>
        => value >= min && value <= max
            ? value
            : throw new ArgumentOutOfRangeException(option, value, $"{option} must be between {min} and {max}; it was {value}.");

    public static TimeSpan InRange(TimeSpan value, TimeSpan min, TimeSpan max, [CallerMemberName] string option = "")
        => value >= min && value <= max
            ? value
            : throw new ArgumentOutOfRangeException(option, value, $"{option} must be between {min} and {max}; it was {value}.");

    public static T AtLeast<T>(T value, T min, [CallerMemberName] string option = "")
        where T : INumber<T>
        => value >= min
            ? value
            : throw new ArgumentOutOfRangeException(option, value, $"{option} must be at least {min}; it was {value}.");

    /// <summary>For quantities such as a learning rate that must be finite and above zero.</summary>
    public static double Positive(double value, [CallerMemberName] string option = "")
        => value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(option, value, $"{option} must be a finite number above 0; it was {value}.");

    public static string Text(string? value, [CallerMemberName] string option = "")
        => !string.IsNullOrWhiteSpace(value)
            ? value
            : throw new ArgumentException($"{option} must not be empty.", option);

    public static T Defined<T>(T value, [CallerMemberName] string option = "")
        where T : struct, Enum
        => Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(option, value, $"{option} must be one of {string.Join(", ", Enum.GetNames<T>())}; it was {value}.");
}
