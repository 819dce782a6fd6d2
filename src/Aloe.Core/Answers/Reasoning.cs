namespace Aloe.Answers;

/// <summary>Tells a model's answer from the reasoning that some models put before it, in <c>&lt;think&gt;</c> tags.</summary>
internal static class Reasoning
{
    private const string Open = "<think>";
    private const string Close = "</think>";

    /// <summary>What follows the reasoning; null where the reasoning was cut off, so that there is no answer.</summary>
    public static string? Strip(string answer)
    {
        var end = answer.LastIndexOf(Close, StringComparison.Ordinal);
        var rest = end < 0 ? answer : answer[(end + Close.Length)..];
        return rest.Contains(Open, StringComparison.Ordinal) ? null : rest;
    }
}
