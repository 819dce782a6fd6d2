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
        new(nameof(options.TrunkPolicy), options.TrunkPolicy.ToString()),
        new(nameof(options.Epsilon), Text(options.Epsilon)),
        new(nameof(options.InformedReplies), Text(options.InformedReplies)),
        new(nameof(options.UninformedReplies), Text(options.UninformedReplies)),
        new(nameof(options.BranchUntilTurn), Text(options.BranchUntilTurn)),
        new(nameof(options.MaxTurnsInTree), Text(options.MaxTurnsInTree)),
        new(nameof(options.JudgeOrder), options.JudgeOrder.ToString()),
        new(nameof(options.JudgeAttempts), Text(options.JudgeAttempts)),
        new(nameof(options.Temperature), Text(options.Temperature)),
        .. Of(options.Quality),
    ];

    private static IEnumerable<KeyValuePair<string, string>> Of(QualityOptions quality) =>
    [
        Quality(nameof(quality.RejectEmpty), quality.RejectEmpty),
        Quality(nameof(quality.RejectRefusals), quality.RejectRefusals),
        Quality(nameof(quality.RejectRoleConfusion), quality.RejectRoleConfusion),
        Quality(nameof(quality.LeakedWords), quality.LeakedWords),
        Quality(nameof(quality.MaxRecitedShare), quality.MaxRecitedShare),
        Quality(nameof(quality.MaxSimilarity), quality.MaxSimilarity),
        Quality(nameof(quality.MaxSimilarityToEarlier), quality.MaxSimilarityToEarlier),
        Quality(nameof(quality.Language), quality.Language),
        Quality(nameof(quality.MinReplyLength), quality.MinReplyLength),
        Quality(nameof(quality.MaxReplyLength), quality.MaxReplyLength),
        Quality(nameof(quality.MaxReplySentences), quality.MaxReplySentences),
        Quality(nameof(quality.MoreGates), string.Join(' ', quality.MoreGates.Select(gate => gate.Name))),
        Quality(nameof(quality.ReplyAttempts), quality.ReplyAttempts),
        Quality(nameof(quality.WhenRejected), quality.WhenRejected),
        Quality(nameof(quality.StructuredOutput), quality.StructuredOutput),
        Quality(nameof(quality.RepairAnswers), quality.RepairAnswers),
    ];

    private static KeyValuePair<string, string> Quality(string name, object? value)
        => new($"{nameof(ConversationTreeOptions.Quality)}.{name}", Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");

    private static string Text<T>(T value)
        where T : IFormattable
        => value.ToString(null, CultureInfo.InvariantCulture);
}
