namespace Aloe;

/// <summary>The model's loss on examples that it is not trained on.</summary>
/// <param name="Loss">Loss over all held-out examples, computed as in training.</param>
/// <param name="Examples">Trees or dialogues held out.</param>
public sealed record HeldOutResult(double Loss, int Examples)
{
    /// <summary>DPO: share of pairs whose chosen reply has the higher implicit reward; null in SFT.</summary>
    public double? Accuracy { get; init; }

    /// <summary>DPO: mean difference of the implicit rewards; null in SFT.</summary>
    public double? Margin { get; init; }
}
