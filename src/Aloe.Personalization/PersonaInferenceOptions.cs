using Aloe.Prompts;
using Microsoft.Extensions.AI;

namespace Aloe.Personalization;

/// <summary>How a <see cref="PersonaInferenceChatClient"/> gets to know its users. Values are checked when they are set; set them before the client is made.</summary>
public sealed class PersonaInferenceOptions
{
    /// <summary>Facts in a picture. Of more, the first ones that the inducer lists are dropped: it repeats what it knew and adds to it, so that these are the oldest. <value>Default: 30. Range: 1 to 200.</value></summary>
    public int MaxFacts { get; set => field = Require.InRange(value, 1, 200); } = 30;

    /// <summary>Traits in a picture; of more, the first ones are dropped. <value>Default: 15. Range: 1 to 200.</value></summary>
    public int MaxTraits { get; set => field = Require.InRange(value, 1, 200); } = 15;

    /// <summary>Length of a fact or trait, in characters; the end of a longer one is cut off. <value>Default: 200. Range: 20 to 500.</value></summary>
    public int MaxLength { get; set => field = Require.InRange(value, 20, 500); } = 200;

    /// <summary>How many messages of the user and the assistant the inducer is shown: the last ones. <value>Default: 20. Range: 2 to 1,000.</value></summary>
    public int MaxMessages { get; set => field = Require.InRange(value, 2, 1_000); } = 20;

    /// <summary>Length of a message as the inducer is shown it, in characters; the end of a longer one is cut off. <value>Default: 2,000. Range: 100 to 100,000.</value></summary>
    public int MaxMessageLength { get; set => field = Require.InRange(value, 100, 100_000); } = 2_000;

    /// <summary>Inferences at the same time, over all users; one user never has two. <value>Default: 8. Range: 1 to 1,000.</value></summary>
    public int MaxConcurrency { get; set => field = Require.InRange(value, 1, 1_000); } = 8;

    /// <summary>
    /// Replies that may wait for their inference, over all users; beyond it they are not looked at. Of one user at most 4 conversations wait, where the newest push out the oldest;
    /// several replies of a conversation wait as one. <value>Default: 1,000. Range: 1 to 1,000,000.</value>
    /// </summary>
    public int MaxWaiting { get; set => field = Require.InRange(value, 1, 1_000_000); } = 1_000;

    /// <summary>The longest that an inference may take; then it has failed. <value>Default: 2 min. Range: 1 s to 1 h.</value></summary>
    public TimeSpan InferenceTimeout { get; set => field = Require.InRange(value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)); } = TimeSpan.FromMinutes(2);

    /// <summary>Whether a request waits until what its user said before has been looked at. For evaluation, where results must not depend on timing. <value>Default: false, which adds no latency.</value></summary>
    public bool WaitForInference { get; set; }

    /// <summary>Whose request it is, from its messages and options; null or empty means unknown. <value>Default: <see cref="ChatOptionsUserExtensions.GetUser"/>.</value></summary>
    public Func<IReadOnlyList<ChatMessage>, ChatOptions?, string?> UserOf
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value, nameof(UserOf));
            field = value;
        }
    } = static (_, options) => options.GetUser();

    /// <summary>Uses <see cref="PromptSet.PersonaInference"/> and <see cref="PromptSet.PersonaHint"/>. <value>Default: <see cref="PromptSet.Default"/>.</value></summary>
    public PromptSet Prompts
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Prompts));
            field = value;
        }
    } = PromptSet.Default;

    /// <summary>Seed of the inducer's draws, from which each inference gets one by its user and version. <value>Default: null, none.</value></summary>
    public long? Seed { get; set; }

    /// <summary>Dates pictures and measures <see cref="InferenceTimeout"/>. <value>Default: the system's clock.</value></summary>
    public TimeProvider TimeProvider
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value, nameof(TimeProvider));
            field = value;
        }
    } = TimeProvider.System;
}
