namespace Aloe;

/// <summary>A multi-turn conversation with two or more replies a turn: K user messages, 2K replies, of which K continue the trunk (paper, section 3.2). Where other replies were continued too, further turns branch off.</summary>
/// <param name="Id">Unique in its data set.</param>
/// <param name="Persona">Who the user is.</param>
/// <param name="Turns">The trunk in order, then the turns of the branches, each after its parent; turn number i stands at index i − 1.</param>
public sealed record ConversationTree(string Id, Persona Persona, IReadOnlyList<Turn> Turns)
{
    /// <summary>Whether other replies than those of the trunk are continued.</summary>
    public bool HasBranches => Turns.Any(turn => turn.Parent is not null);

    /// <summary>The conversation up to and including the user message of a turn: the prompt that its replies answer.</summary>
    /// <param name="number">1-based turn number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tree has no such turn.</exception>
    public IReadOnlyList<DialogueMessage> PromptOf(int number)
    {
        var path = PathTo(number);
        var prompt = new List<DialogueMessage>((2 * path.Count) - 1);
        for (var i = 0; i < path.Count; i++)
        {
            prompt.Add(new DialogueMessage(DialogueRole.User, path[i].User));
            if (i < path.Count - 1)
            {
                prompt.Add(new DialogueMessage(DialogueRole.Assistant, path[i].TextOf(ParentOf(path[i + 1])!.Place)));
            }
        }

        return prompt;
    }

    /// <summary>The turns from the first one to a turn, along their parents.</summary>
    /// <param name="number">1-based turn number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tree has no such turn.</exception>
    /// <exception cref="InvalidOperationException">A turn names a parent that does not stand before it.</exception>
    public IReadOnlyList<Turn> PathTo(int number)
    {
        Require.InRange(number, 1, Turns.Count, nameof(number));
        var path = new List<Turn> { Turns[number - 1] };
        while (ParentOf(path[^1]) is { } parent)
        {
            path.Add(parent.Turn >= 1 && parent.Turn < path[^1].Number
                ? Turns[parent.Turn - 1]
                : throw new InvalidOperationException($"Tree {Id}, turn {path[^1].Number}: its parent is turn {parent.Turn}, which does not stand before it."));
        }

        path.Reverse();
        return path;
    }

    /// <summary>The reply that a turn answers, also where the turn does not name it; null for the first turn.</summary>
    /// <param name="turn">A turn of this tree.</param>
    public TurnParent? ParentOf(Turn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return turn.Parent ?? (turn.Number == 1 ? null : new TurnParent(turn.Number - 1, Turns[turn.Number - 2].TrunkPlace));
    }

    /// <summary>The pairs of every turn with a decided preference. Replies that have won equally many comparisons make no pair.</summary>
    /// <param name="choice">Which pairs of a ranking; for two replies there is but one.</param>
    public IEnumerable<PreferencePair> Pairs(PairChoice choice = PairChoice.BestAndWorst)
        => Turns.Where(turn => !turn.IsTie).SelectMany(turn => PlacesOf(turn, choice).Select(pair => new PreferencePair(
            choice == PairChoice.BestAndWorst ? $"{Id}#{turn.Number}" : $"{Id}#{turn.Number}.{pair.Better + 1}-{pair.Worse + 1}",
            PromptOf(turn.Number),
            turn.TextOf(pair.Better),
            turn.TextOf(pair.Worse))));

    /// <summary>Trees without branches that hold all turns of this one between them: the trunk, and for each branch the conversation from the first turn to its end.</summary>
    /// <remarks>Turns that an earlier one of these trees holds count as ties, so that each pair is learned from once; they are context only.</remarks>
    public IEnumerable<ConversationTree> Trunks()
    {
        if (!HasBranches)
        {
            return [this];
        }

        var parents = Turns.Select(turn => ParentOf(turn)?.Turn).ToHashSet();
        var ends = Turns.Where(turn => !parents.Contains(turn.Number)).OrderBy(turn => turn.Number).ToList();
        var seen = new HashSet<int>();
        return [.. ends.Select((end, index) => Straight(index == 0 ? Id : $"{Id}/{index}", PathTo(end.Number), seen))];
    }

    /// <summary>Two trees are equal when they have the same id, persona and turns.</summary>
    /// <param name="other">What to compare with.</param>
    public bool Equals(ConversationTree? other)
        => other is not null && Id == other.Id && Persona == other.Persona && Turns.SequenceEqual(other.Turns);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Persona, Turns.Count);

    private static IEnumerable<(int Better, int Worse)> PlacesOf(Turn turn, PairChoice choice)
    {
        var last = turn.Between.Count + 1;
        var pairs = choice switch
        {
            PairChoice.Neighbours => Enumerable.Range(0, last).Select(place => (place, place + 1)),
            PairChoice.All => Enumerable.Range(0, last).SelectMany(better => Enumerable.Range(better + 1, last - better).Select(worse => (better, worse))),
            _ => [(0, last)],
        };
        return turn.Wins.Count == 0 ? pairs : pairs.Where(pair => turn.Wins[pair.Item1] > turn.Wins[pair.Item2]);
    }

    private ConversationTree Straight(string id, IReadOnlyList<Turn> path, HashSet<int> seen)
    {
        var turns = new List<Turn>(path.Count);
        for (var i = 0; i < path.Count; i++)
        {
            var place = i < path.Count - 1 ? ParentOf(path[i + 1])!.Place : path[i].TrunkPlace;
            turns.Add(path[i] with
            {
                Number = i + 1,
                Parent = null,
                Trunk = place == 0 ? ReplyKind.Preferred : ReplyKind.Rejected,
                TrunkPlace = place,
                IsTie = path[i].IsTie || !seen.Add(path[i].Number),
            });
        }

        return new ConversationTree(id, Persona, turns);
    }
}
