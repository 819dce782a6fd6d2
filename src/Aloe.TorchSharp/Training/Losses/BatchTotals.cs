namespace Aloe.Torch.Training;

/// <summary>What the losses of one optimizer step are divided by, whatever rows the examples are packed into.</summary>
/// <param name="Pairs">Pairs in the whole step.</param>
/// <param name="PreferredReplies">Preferred replies in the whole step.</param>
/// <param name="PreferredTokens">Predicted tokens of preferred replies in the whole step.</param>
internal readonly record struct BatchTotals(int Pairs, int PreferredReplies, int PreferredTokens)
{
    public static BatchTotals Of(IEnumerable<EncodedExample> examples)
        => examples.Aggregate(default(BatchTotals), (sum, example) => new BatchTotals(
            sum.Pairs + example.Pairs, sum.PreferredReplies + example.PreferredReplies, sum.PreferredTokens + example.PreferredTokens));
}
