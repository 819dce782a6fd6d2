namespace Aloe.Evaluation;

/// <summary>Results whose scores did not come about in the same way were to be compared.</summary>
public sealed class ProtocolDiffersException : InvalidOperationException
{
    internal ProtocolDiffersException(string first, string second, IReadOnlyList<string> differences)
        : base($"{first} and {second} cannot be compared: {string.Join("; ", differences)}.") => Differences = differences;

    /// <summary>What differs, such as <c>Judge: openai/a before, openai/b now</c>.</summary>
    public IReadOnlyList<string> Differences { get; }

    internal static void ThrowIfDifferent(AlignmentReport first, AlignmentReport second)
    {
        if (first.Protocol != second.Protocol)
        {
            string[] differences = [.. Values(first.Protocol).Zip(Values(second.Protocol), Difference).OfType<string>()];
            throw new ProtocolDiffersException(first.Model, second.Model, differences);
        }
    }

    private static string? Difference((string Name, object Value) first, (string Name, object Value) second)
        => Equals(first.Value, second.Value) ? null : FormattableString.Invariant($"{first.Name}: {first.Value} before, {second.Value} now");

    private static IEnumerable<(string Name, object Value)> Values(EvaluationProtocol protocol) =>
    [
        (nameof(protocol.Benchmark), protocol.Benchmark),
        (nameof(protocol.BenchmarkHash), protocol.BenchmarkHash),
        (nameof(protocol.Turns), protocol.Turns),
        (nameof(protocol.Scale), protocol.Scale),
        (nameof(protocol.Prompts), protocol.Prompts),
        (nameof(protocol.User), protocol.User),
        (nameof(protocol.Judge), protocol.Judge),
        (nameof(protocol.Rounds), protocol.Rounds),
        (nameof(protocol.Opening), protocol.Opening),
        (nameof(protocol.Control), protocol.Control),
        (nameof(protocol.Seed), protocol.Seed),
    ];
}
