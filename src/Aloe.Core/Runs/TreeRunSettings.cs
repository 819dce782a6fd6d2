using System.Globalization;

namespace Aloe.Runs;

/// <summary>The options that decide what trees a run builds, as names and values.</summary>
internal static class TreeRunSettings
{
    public static IEnumerable<KeyValuePair<string, string>> Of(ConversationTreeOptions options) =>
    [
        new(nameof(options.Seed), Text(options.Seed)),
        new(nameof(options.Turns), Text(options.Turns)),
        new(nameof(options.PreferredTrunkProbability), Text(options.PreferredTrunkProbability)),
        new(nameof(options.JudgeAttempts), Text(options.JudgeAttempts)),
        new(nameof(options.Temperature), Text(options.Temperature)),
    ];

    private static string Text<T>(T value)
        where T : IFormattable
        => value.ToString(null, CultureInfo.InvariantCulture);
}
