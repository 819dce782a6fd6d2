namespace Aloe;

/// <summary>Which reply continues a conversation.</summary>
public enum TrunkPolicy
{
    /// <summary>The preferred one with <see cref="ConversationTreeOptions.PreferredTrunkProbability"/>, else one of the others, each as likely (paper, section 3.2).</summary>
    Random,

    /// <summary>Always the preferred one.</summary>
    Preferred,

    /// <summary>Any of the replies, each as likely, with <see cref="ConversationTreeOptions.Epsilon"/>, else the preferred one.</summary>
    EpsilonGreedy,
}
