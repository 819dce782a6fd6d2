namespace Aloe.Evaluation;

/// <summary>How a verdict is computed. Values are checked when they are set.</summary>
public sealed class VerdictOptions
{
    /// <summary>Confidence of the intervals. <value>Default: 0.95. Range: 0.5 to 0.999.</value></summary>
    public double Confidence { get; set => field = Require.InRange(value, 0.5, 0.999); } = 0.95;

    /// <summary>Bootstrap samples. <value>Default: 10,000. Range: 100 to 1,000,000.</value></summary>
    public int Resamples { get; set => field = Require.InRange(value, 100, 1_000_000); } = 10_000;

    /// <summary>Sign patterns of the permutation test; all of them where there are no more. <value>Default: 10,000. Range: 100 to 1,000,000.</value></summary>
    public int Permutations { get; set => field = Require.InRange(value, 100, 1_000_000); } = 10_000;

    /// <summary>Probability with which a difference is to be found, for the number of cases that it takes. <value>Default: 0.8. Range: 0.5 to 0.99.</value></summary>
    public double Power { get; set => field = Require.InRange(value, 0.5, 0.99); } = 0.8;

    /// <summary>Cases to name where two models differ most. <value>Default: 5. Range: 0 to 1,000.</value></summary>
    public int LargestDifferences { get; set => field = Require.InRange(value, 0, 1_000); } = 5;

    /// <summary>Seed of resampling. <value>Default: 0.</value></summary>
    public long Seed { get; set; }
}
