using Aloe.Personalization.Tests.Doubles;

namespace Aloe.Personalization.Tests.Inference;

/// <summary>A user in an <see cref="Interleaving"/>: two conversations at a time, each with at most one request under way.</summary>
internal sealed class PlayedUser(string name)
{
    private int _secrets;

    public string Name => name;

    /// <summary>How often the user was forgotten.</summary>
    public int Era { get; private set; }

    public PlayedConversation[] Conversations { get; private set; } = [new(0, 0), new(0, 1)];

    /// <summary>Requests whose reply is still to come, of this era and of earlier ones.</summary>
    public List<PlayedRequest> Open { get; } = [];

    public GatedCall? Inference { get; set; }

    public int EraOfInference { get; set; }

    /// <summary>Conversations with replies that nobody has looked at.</summary>
    public HashSet<PlayedConversation> Waiting { get; } = [];

    /// <summary>Names its user and its era, so that it is known wherever it turns up.</summary>
    public string NewSecret() => $"{name}-{Era}-{_secrets++};";

    public void Forget()
    {
        Era++;
        Conversations = [new(Era, 0), new(Era, 1)];
        Waiting.Clear();
    }
}
