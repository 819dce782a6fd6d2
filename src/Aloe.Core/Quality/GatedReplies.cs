using Aloe.Conversations;

namespace Aloe.Quality;

/// <summary>Asks for the replies of a turn until every gate lets them pass, at most a number of times.</summary>
/// <remarks>
/// All replies are asked for at the same time. Those that a gate rejects are asked for again, again at the same time, and all are looked at anew: a reply is compared with the candidates before it, so that of two
/// near-duplicates the later one is replaced. What is asked depends on the answers alone, never on the order in which they come. Stateless and thread-safe.
/// </remarks>
internal sealed class GatedReplies(QualityOptions options)
{
    private readonly IReadOnlyList<IReplyGate> _gates = Gates.Of(options);

    /// <summary>The replies in the order of the asks, and notes with the gates they hit, in which a reply is named by its place in that order.</summary>
    /// <param name="asks">The replies to ask for.</param>
    /// <param name="conversation">The conversation that they continue; the last message is the user's.</param>
    /// <param name="persona">Who the user is.</param>
    /// <param name="revealed">What has been revealed.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="ConversationTreeException">A client failed, a reply stayed empty, or one was rejected every time and the options say that this fails the turn.</exception>
    public async Task<(IReadOnlyList<string> Replies, TurnNotes Notes)> AskAsync(
        IReadOnlyList<ReplyAsk> asks, IReadOnlyList<DialogueMessage> conversation, Persona persona, RevealedPersona revealed, CancellationToken cancellationToken)
    {
        var replies = new string[asks.Count];
        var hits = new List<GateHit>();
        var askedAgain = 0;
        IReadOnlyList<int> open = [.. Enumerable.Range(0, asks.Count)];
        for (var attempt = 1; open.Count > 0; attempt++)
        {
            askedAgain += attempt == 1 ? 0 : open.Count;
            var answers = await Task.WhenAll(open.Select(reply => asks[reply].Call.AskAsync(asks[reply].Messages, cancellationToken))).ConfigureAwait(false);
            foreach (var (i, reply) in open.Index())
            {
                replies[reply] = answers[i].Trim();
            }

            var isLast = attempt == options.ReplyAttempts;
            var rejected = Enumerable.Range(0, asks.Count).SelectMany(reply => Hits(reply, isLast)).ToList();
            FailOnEmpty(asks, replies, attempt, isLast);
            FailOnRejected(asks, rejected, attempt, isLast);
            hits.AddRange(rejected);
            open = isLast ? [] : [.. rejected.Select(hit => hit.Reply).Distinct()];
        }

        return (replies, TurnNotes.None with { Gates = hits, AskedAgain = askedAgain });

        IEnumerable<GateHit> Hits(int reply, bool isKept)
        {
            var candidate = new ReplyCandidate(replies[reply], asks[reply].Source, conversation, persona, revealed, replies[..reply]);
            return _gates.Where(gate => gate.Rejects(candidate)).Select(gate => new GateHit(gate.Name, reply, isKept));
        }
    }

    /// <summary>A tree cannot hold an empty reply, whatever the options say.</summary>
    private void FailOnEmpty(IReadOnlyList<ReplyAsk> asks, string[] replies, int attempt, bool isLast)
    {
        if ((isLast || !options.RejectEmpty) && Array.IndexOf(replies, "") is >= 0 and var empty)
        {
            throw asks[empty].Call.Failure($"the reply was empty, {Times(attempt)}.");
        }
    }

    private void FailOnRejected(IReadOnlyList<ReplyAsk> asks, List<GateHit> rejected, int attempt, bool isLast)
    {
        if (isLast && options.WhenRejected == RejectedReplyPolicy.Fail && rejected.Count > 0)
        {
            var (gate, reply) = (rejected[0].Gate, rejected[0].Reply);
            throw asks[reply].Call.Failure($"gate {gate} rejected the reply, {Times(attempt)}.");
        }
    }

    private static string Times(int attempts) => attempts == 1 ? "asked for once" : $"asked for {attempts} times";
}
