namespace Aloe.Personalization;

/// <summary>What is going on for one user. But for <see cref="Writing"/> everything is guarded by the lock of the <see cref="InferenceQueue"/>.</summary>
internal sealed class UserLine(string user)
{
    private const int MaxWaiting = 4;

    public string User { get; } = user;

    /// <summary>Requests and work that need the line; with none it goes.</summary>
    public int Holders { get; set; }

    /// <summary>Exchanges to be looked at, the oldest first.</summary>
    public List<Exchange> Waiting { get; } = [];

    /// <summary>The work under way; null when there is none.</summary>
    public Task? Work { get; set; }

    /// <summary>Cancelled, and replaced, when the user is forgotten.</summary>
    public CancellationTokenSource Forgetting { get; set; } = new();

    /// <summary>Held by who changes the user's picture, so that a picture is not written after it was forgotten.</summary>
    public SemaphoreSlim Writing { get; } = new(1);

    /// <summary>Puts an exchange last: in the place of the one that it continues, of the oldest if the user has too many, or of none, if the queue is not full.</summary>
    /// <returns>How many replies had to go.</returns>
    public int Add(Exchange exchange, bool isFull, InferenceCounters counters)
    {
        var dropped = 0;
        var same = Waiting.FindIndex(exchange.Continues);
        if (same >= 0)
        {
            exchange = exchange with { Turns = Waiting[same].Turns + exchange.Turns };
            Waiting.RemoveAt(same);
            counters.Merged();
        }
        else if (Waiting.Count == MaxWaiting)
        {
            dropped = Waiting[0].Turns;
            Waiting.RemoveAt(0);
        }
        else if (isFull)
        {
            return exchange.Turns;
        }

        Waiting.Add(exchange);
        return dropped;
    }
}
