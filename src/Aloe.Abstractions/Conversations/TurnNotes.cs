namespace Aloe;

/// <summary>What happened while a turn was made: gates, invented facts, repairs and what the judge said. Statistics of a run are computed from it and the turns alone.</summary>
/// <remarks>Replies are named by their 0-based place in the turn's ranking. Immutable, and so safe to share between threads.</remarks>
public sealed record TurnNotes
{
    /// <summary>Nothing to tell.</summary>
    public static TurnNotes None { get; } = new();

    /// <summary>Every reply that a gate rejected, in the order in which they were asked for. <value>Default: empty.</value></summary>
    public IReadOnlyList<GateHit> Gates { get; init; } = [];

    /// <summary>Calls that were spent on asking for rejected replies again. <value>Default: 0.</value></summary>
    public int AskedAgain { get; init; }

    /// <summary>Facts and traits that the inducer named and that are not in the persona; they were dropped. <value>Default: 0.</value></summary>
    public int Invented { get; init; }

    /// <summary>Rounds in which the inducer or the judge was shown its own answer and asked for one in the wanted form. <value>Default: 0.</value></summary>
    public int RepairRounds { get; init; }

    /// <summary>Answers of the inducer and the judge that could not be read, also not after a repair round. <value>Default: 0.</value></summary>
    public int Unreadable { get; init; }

    /// <summary>Every comparison that the judge was asked for, in order. <value>Default: empty.</value></summary>
    public IReadOnlyList<JudgeVerdict> Verdicts { get; init; } = [];

    /// <summary>These notes and others of the same turn, one after the other.</summary>
    /// <param name="other">What happened next.</param>
    public TurnNotes And(TurnNotes other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new TurnNotes
        {
            Gates = [.. Gates, .. other.Gates],
            AskedAgain = AskedAgain + other.AskedAgain,
            Invented = Invented + other.Invented,
            RepairRounds = RepairRounds + other.RepairRounds,
            Unreadable = Unreadable + other.Unreadable,
            Verdicts = [.. Verdicts, .. other.Verdicts],
        };
    }

    /// <summary>The same notes for replies that have been put in another order.</summary>
    /// <param name="ranking">The old place of every reply, in the new order: <c>[1, 0]</c> exchanges two replies.</param>
    /// <exception cref="ArgumentException"><paramref name="ranking"/> does not name a reply that the notes name.</exception>
    public TurnNotes Ranked(IReadOnlyList<int> ranking)
    {
        ArgumentNullException.ThrowIfNull(ranking);
        return this with
        {
            Gates = [.. Gates.Select(hit => hit with { Reply = PlaceOf(hit.Reply, ranking) })],
            Verdicts = [.. Verdicts.Select(verdict => verdict with { First = PlaceOf(verdict.First, ranking), Second = PlaceOf(verdict.Second, ranking) })],
        };
    }

    /// <summary>Two notes are equal when they tell the same, in the same order.</summary>
    /// <param name="other">What to compare with.</param>
    public bool Equals(TurnNotes? other)
        => other is not null
            && (AskedAgain, Invented, RepairRounds, Unreadable) == (other.AskedAgain, other.Invented, other.RepairRounds, other.Unreadable)
            && Gates.SequenceEqual(other.Gates)
            && Verdicts.SequenceEqual(other.Verdicts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Gates.Count, AskedAgain, Invented, RepairRounds, Unreadable, Verdicts.Count);

    private static int PlaceOf(int reply, IReadOnlyList<int> ranking)
    {
        for (var place = 0; place < ranking.Count; place++)
        {
            if (ranking[place] == reply)
            {
                return place;
            }
        }

        throw new ArgumentException($"The ranking [{string.Join(", ", ranking)}] lacks reply {reply}.", nameof(ranking));
    }
}
