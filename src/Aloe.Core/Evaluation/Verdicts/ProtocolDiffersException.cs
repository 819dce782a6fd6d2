namespace Aloe.Evaluation;

/// <summary>Results whose scores did not come about in the same way were to be compared.</summary>
public sealed class ProtocolDiffersException : InvalidOperationException
{
    internal ProtocolDiffersException(string first, string second, IReadOnlyList<string> differences)
        : base($"{first} and {second} cannot be compared: {string.Join("; ", differences)}.") => Differences = differences;

    /// <summary>What differs, such as <c>Judge: openai/a before, openai/b now</c>.</summary>
    public IReadOnlyList<string> Differences { get; }
}
