namespace Aloe;

/// <summary>How conversation trees are built. Values are checked when they are set.</summary>
public sealed class ConversationTreeOptions
{
    /// <summary>Turns in a tree, K. <value>Default: 10. Range: 1 to 100.</value></summary>
    public int Turns { get; set => field = Require.InRange(value, 1, 100); } = 10;

    /// <summary>Trees built at the same time. The result does not depend on it. <value>Default: 8. Range: 1 to 4,096.</value></summary>
    public int Concurrency { get; set => field = Require.InRange(value, 1, 4_096); } = 8;

    /// <summary>Probability that the preferred reply continues the conversation. <value>Default: 0.5. Range: 0 to 1.</value></summary>
    public double PreferredTrunkProbability { get; set => field = Require.InRange(value, 0, 1); } = 0.5;

    /// <summary>Times an undecided or unreadable verdict is asked for, before the turn counts as a tie. <value>Default: 2. Range: 1 to 10.</value></summary>
    public int JudgeAttempts { get; set => field = Require.InRange(value, 1, 10); } = 2;

    /// <summary>Sampling temperature of the user and of both responders. <value>Default: 0.8. Range: 0 to 2.</value></summary>
    public double Temperature { get; set => field = Require.InRange(value, 0, 2); } = 0.8;

    /// <summary>Seed of the run; every tree derives its own generator from it and its id. <value>Default: 0.</value></summary>
    public long Seed { get; set; }

    /// <summary>What replies and answers must be like, and what happens to those that are not. <value>Default: <see cref="QualityOptions"/> with its defaults.</value></summary>
    public QualityOptions Quality { get; set => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();
}
