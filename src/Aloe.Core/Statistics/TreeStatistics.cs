using Microsoft.Extensions.AI;

namespace Aloe.Statistics;

/// <summary>Gathers the statistics of a run, tree by tree: memory does not grow with the number of trees.</summary>
/// <remarks>The result does not depend on the order of the trees, nor on how they were divided before <see cref="Merge"/>. Not thread-safe: use one for each thread and merge them.</remarks>
public sealed class TreeStatistics
{
    private readonly SortedDictionary<string, GateCount> _gates = new(StringComparer.Ordinal);
    private readonly List<TurnCounter> _byTurn = [];
    private readonly LengthCounter _user = new();
    private readonly LengthCounter _preferred = new();
    private readonly LengthCounter _rejected = new();
    private readonly JudgeCounter _judge;
    private long _trees;
    private long _turns;
    private long _ties;
    private long _replies;
    private long _rejectedAtFirst;
    private long _askedAgain;
    private long _invented;
    private long _repairRounds;
    private long _unreadable;

    /// <summary>Starts with no tree.</summary>
    /// <param name="roles">Who played whom, to tell whether the judge prefers its own model; null where that is not known, as with trees from a file.</param>
    public TreeStatistics(AloeRoles? roles = null) => _judge = new JudgeCounter(roles is null ? null : OwnModel(roles));

    /// <summary>Takes a tree in.</summary>
    /// <param name="tree">The tree; it is not kept.</param>
    public void Add(ConversationTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        _trees++;
        foreach (var turn in tree.Turns)
        {
            Add(turn, turn.Parent is null && !tree.HasBranches ? turn.Number : tree.PathTo(turn.Number).Count);
        }
    }

    /// <summary>Takes in what another one has gathered.</summary>
    /// <param name="other">Stays as it is.</param>
    public void Merge(TreeStatistics other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _trees += other._trees;
        _turns += other._turns;
        _ties += other._ties;
        _replies += other._replies;
        _rejectedAtFirst += other._rejectedAtFirst;
        _askedAgain += other._askedAgain;
        _invented += other._invented;
        _repairRounds += other._repairRounds;
        _unreadable += other._unreadable;
        _judge.Add(other._judge);
        _user.Add(other._user);
        _preferred.Add(other._preferred);
        _rejected.Add(other._rejected);
        foreach (var (gate, count) in other._gates)
        {
            Count(gate, count.Hits, count.Kept);
        }

        for (var i = 0; i < other._byTurn.Count; i++)
        {
            OfTurn(i + 1).Add(other._byTurn[i]);
        }
    }

    /// <summary>What has been gathered so far.</summary>
    public RunStatistics ToStatistics() => new(
        _trees,
        _turns,
        _ties,
        _turns - _ties,
        new Proportion(_replies - _rejectedAtFirst, _replies),
        _askedAgain,
        new SortedDictionary<string, GateCount>(_gates, StringComparer.Ordinal),
        _invented,
        _repairRounds,
        _unreadable,
        _judge.ToStatistics(),
        [.. _byTurn.Select((counter, i) => counter.ToStatistics(i + 1))],
        new LengthStatistics(_user.ToHistogram(), _preferred.ToHistogram(), _rejected.ToHistogram()));

    private void Add(Turn turn, int depth)
    {
        _turns++;
        _ties += turn.IsTie ? 1 : 0;
        _replies += turn.Between.Count + 2;
        _rejectedAtFirst += turn.Notes.Gates.Select(hit => hit.Reply).Distinct().Count();
        _askedAgain += turn.Notes.AskedAgain;
        _invented += turn.Notes.Invented;
        _repairRounds += turn.Notes.RepairRounds;
        _unreadable += turn.Notes.Unreadable;
        foreach (var hit in turn.Notes.Gates)
        {
            Count(hit.Gate, 1, hit.IsKept ? 1 : 0);
        }

        _judge.Add(turn);
        OfTurn(depth).Add(turn);
        _user.Add(turn.User);
        if (!turn.IsTie)
        {
            _preferred.Add(turn.Preferred);
            _rejected.Add(turn.Rejected);
        }
    }

    private void Count(string gate, long hits, long kept)
    {
        var before = _gates.GetValueOrDefault(gate) ?? new GateCount(0, 0);
        _gates[gate] = new GateCount(before.Hits + hits, before.Kept + kept);
    }

    private TurnCounter OfTurn(int number)
    {
        while (_byTurn.Count < number)
        {
            _byTurn.Add(new TurnCounter());
        }

        return _byTurn[number - 1];
    }

    /// <summary>The responder that runs the judge's model; null if none or both do, or if it cannot be told.</summary>
    private static ReplySource? OwnModel(AloeRoles roles)
    {
        var (judge, informed, uninformed) = (ModelOf(roles.Judge), ModelOf(roles.Preferred), ModelOf(roles.Rejected));
        return judge.Model is null || (judge == informed) == (judge == uninformed) ? null
            : judge == informed ? ReplySource.Informed
            : ReplySource.Uninformed;
    }

    private static (string? Provider, string? Model) ModelOf(IChatClient client)
        => client.GetService<ChatClientMetadata>() is { } metadata ? (metadata.ProviderName, metadata.DefaultModelId) : (null, null);
}
