namespace Aloe.Personalization;

/// <summary>A conversation up to a reply, waiting to be looked at.</summary>
/// <param name="Messages">Of the user and the assistant, nobody else's.</param>
/// <param name="Turns">How many replies it stands for.</param>
/// <param name="Forgotten">Is cancelled when the user is forgotten.</param>
internal sealed record Exchange(IReadOnlyList<DialogueMessage> Messages, int Turns, CancellationToken Forgotten)
{
    /// <summary>Whether this is the other conversation, some messages later. Its first messages may be missing, as only the last ones are kept.</summary>
    public bool Continues(Exchange other)
    {
        for (var missing = 0; missing == 0 || missing + 2 <= other.Messages.Count; missing++)
        {
            if (StartsWith(other.Messages, missing))
            {
                return true;
            }
        }

        return false;
    }

    private bool StartsWith(IReadOnlyList<DialogueMessage> messages, int from)
    {
        for (var i = from; i < messages.Count; i++)
        {
            if (i - from >= Messages.Count || messages[i] != Messages[i - from])
            {
                return false;
            }
        }

        return true;
    }
}
