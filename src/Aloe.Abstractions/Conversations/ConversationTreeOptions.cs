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

    /// <summary>Which reply continues the conversation. <value>Default: one drawn at random.</value></summary>
    public TrunkPolicy TrunkPolicy { get; set => field = Require.Defined(value); } = TrunkPolicy.Random;

    /// <summary>How often <see cref="TrunkPolicy.EpsilonGreedy"/> draws a reply. <value>Default: 0.1. Range: 0 to 1.</value></summary>
    public double Epsilon { get; set => field = Require.InRange(value, 0, 1); } = 0.1;

    /// <summary>Replies of the informed responder to each user message. <value>Default: 1. Range: 1 to 8.</value></summary>
    public int InformedReplies { get; set => field = Require.InRange(value, 1, 8); } = 1;

    /// <summary>Replies of the uninformed responder to each user message. <value>Default: 1. Range: 1 to 8.</value></summary>
    public int UninformedReplies { get; set => field = Require.InRange(value, 1, 8); } = 1;

    /// <summary>Up to this turn of a conversation all replies are continued, each with the turns that are left; later only one. <value>Default: 0, which makes a trunk with leaves. Range: 0 to 10.</value></summary>
    public int BranchUntilTurn { get; set => field = Require.InRange(value, 0, 10); }

    /// <summary>Most turns of a tree with branches; the trunk is always complete. <value>Default: 100. Range: 1 to 100,000.</value></summary>
    public int MaxTurnsInTree { get; set => field = Require.InRange(value, 1, 100_000); } = 100;

    /// <summary>In which order the judge sees two replies. <value>Default: one drawn at random.</value></summary>
    public JudgeOrder JudgeOrder { get; set => field = Require.Defined(value); } = JudgeOrder.Random;

    /// <summary>Times an undecided or unreadable verdict is asked for, before the turn counts as a tie. <value>Default: 2. Range: 1 to 10.</value></summary>
    public int JudgeAttempts { get; set => field = Require.InRange(value, 1, 10); } = 2;

    /// <summary>Sampling temperature of the user and of both responders. <value>Default: 0.8. Range: 0 to 2.</value></summary>
    public double Temperature { get; set => field = Require.InRange(value, 0, 2); } = 0.8;

    /// <summary>Seed of the run; every tree derives its own generator from it and its id. <value>Default: 0.</value></summary>
    public long Seed { get; set; }

    /// <summary>What replies and answers must be like, and what happens to those that are not. <value>Default: <see cref="QualityOptions"/> with its defaults.</value></summary>
    public QualityOptions Quality { get; set => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();
}
