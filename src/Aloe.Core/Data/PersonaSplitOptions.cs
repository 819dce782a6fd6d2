namespace Aloe.Data;

/// <summary>How personas are split into training and validation. Values are checked when they are set.</summary>
/// <remarks>
/// Holding out a share h of the profiles and of the personalities leaves about (1 − h)² of the personas for training and h² for validation; the rest, 2h(1 − h), has one half on either side and is dropped.
/// Hence only one side can be given the size one wants: the one with <see cref="Priority"/> gets about <see cref="Share"/>, and h follows.
/// <list type="table">
/// <item><term>training, 0.8 (default)</term><description>h = 0.11: 80 % training, 1.1 % validation, 19 % dropped.</description></item>
/// <item><term>training, 0.65</term><description>h = 0.19: 65 % training, 3.8 % validation, 31 % dropped.</description></item>
/// <item><term>validation, 0.05</term><description>h = 0.22: 60 % training, 5 % validation, 35 % dropped.</description></item>
/// </list>
/// </remarks>
public sealed class PersonaSplitOptions
{
    /// <summary>The side whose size is chosen by <see cref="Share"/>. <value>Default: <see cref="SplitSide.Training"/>.</value></summary>
    public SplitSide Priority { get; set => field = Require.Defined(value); }

    /// <summary>Share of the personas that the side with priority is to get, about. <value>Default: 0.8. Range: 0.001 to 0.999.</value></summary>
    public double Share { get; set => field = Require.InRange(value, 0.001, 0.999); } = 0.8;

    /// <summary>Seed of the draw. <value>Default: 0.</value></summary>
    public long Seed { get; set; }

    /// <summary>Share of the profiles, and of the personalities, that are held out for validation.</summary>
    internal double HeldOut => Priority == SplitSide.Training ? 1 - Math.Sqrt(Share) : Math.Sqrt(Share);
}
