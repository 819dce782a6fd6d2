namespace Aloe.Torch.Training;

/// <summary>The rows of an optimizer step.</summary>
/// <param name="Examples">Its batch.</param>
/// <param name="Rows">The same examples, packed into rows.</param>
internal sealed record StepRows(IReadOnlyList<EncodedExample> Examples, IReadOnlyList<IReadOnlyList<EncodedExample>> Rows)
{
    /// <summary>Counts of the step.</summary>
    public BatchTotals Totals => BatchTotals.Of(Examples);

    /// <summary>Tokens that are computed.</summary>
    public long Tokens => Examples.Sum(example => (long)example.Tokens.Length);
}
