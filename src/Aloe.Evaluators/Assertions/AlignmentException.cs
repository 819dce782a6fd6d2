namespace Aloe.Evaluators;

/// <summary>A benchmark does not bear out what a test asserts. The message lists the figures and the worst cases.</summary>
/// <remarks>Every test framework takes it for a failed test, since it is thrown.</remarks>
public sealed class AlignmentException : Exception
{
    internal AlignmentException(string claim, IEnumerable<string> findings)
        : base(string.Join('\n', findings.Select(finding => $"  {finding}").Prepend(claim)))
    {
    }
}
