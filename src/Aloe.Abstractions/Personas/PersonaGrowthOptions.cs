namespace Aloe;

/// <summary>How a pool of profiles or personalities is grown. Values are checked when they are set.</summary>
public sealed class PersonaGrowthOptions
{
    /// <summary>Which half of the persona is grown. <value>Default: <see cref="PersonaTextKind.Profile"/>.</value></summary>
    public PersonaTextKind Kind { get; set; }

    /// <summary>Pool size, seeds included, at which growth stops. <value>Default: 331, the paper's number of profiles. Range: 1 to 10,000,000.</value></summary>
    public int TargetCount { get; set => field = Require.InRange(value, 1, 10_000_000); } = 331;

    /// <summary>A candidate is kept only if its highest cosine similarity to the pool is at most this. <value>Default: 0.6. Range: −1 to 1.</value></summary>
    public double SimilarityThreshold { get; set => field = Require.InRange(value, -1, 1); } = 0.6;

    /// <summary>Texts asked for in one call. <value>Default: 20. Range: 1 to 200.</value></summary>
    public int CandidatesPerCall { get; set => field = Require.InRange(value, 1, 200); } = 20;

    /// <summary>Texts of the pool, drawn at random, that each call shows as examples. <value>Default: 5. Range: 0 to 50.</value></summary>
    public int ExamplesPerCall { get; set => field = Require.InRange(value, 0, 50); } = 5;

    /// <summary>Sampling temperature of the author. <value>Default: 0.8. Range: 0 to 2.</value></summary>
    public double Temperature { get; set => field = Require.InRange(value, 0, 2); } = 0.8;

    /// <summary>Calls after which growth stops even below the target. <value>Default: 2,000. Range: 0 to 1,000,000.</value></summary>
    public int MaxCalls { get; set => field = Require.InRange(value, 0, 1_000_000); } = 2_000;

    /// <summary>Number of latest calls over which the acceptance rate is judged for saturation. <value>Default: 10. Range: 1 to 1,000.</value></summary>
    public int SaturationWindow { get; set => field = Require.InRange(value, 1, 1_000); } = 10;

    /// <summary>Growth stops as saturated once fewer than this share of the window's candidates was kept. <value>Default: 0.02. Range: 0 to 1; 0 never stops.</value></summary>
    public double SaturationFloor { get; set => field = Require.InRange(value, 0, 1); } = 0.02;

    /// <summary>Texts that the pool must stay clear of by the same threshold, such as those of a benchmark; they do not enter the pool. <value>Default: none.</value></summary>
    public IReadOnlyList<string> Excluded { get; set; } = [];

    /// <summary>Seed of the example draws and of the per-call seeds given to the author. <value>Default: 0.</value></summary>
    public long Seed { get; set; }
}
