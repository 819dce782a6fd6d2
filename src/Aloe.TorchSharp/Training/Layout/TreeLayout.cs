namespace Aloe.Torch.Training;

/// <summary>Lays a conversation tree out as one sequence: all its replies, each conditioned on its own history, in one pass over every message.</summary>
/// <remarks>Of a ranking the best and the worst reply are learned from, as in <see cref="ConversationTree.Pairs"/>; one between them only stands there as context, where the conversation went on with it.</remarks>
internal static class TreeLayout
{
    /// <summary>The best and the worst reply of every decided turn are learned from; null when all turns are ties.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="encoder">Encodes messages.</param>
    /// <param name="first">Oldest turns that are left out; 0 for a tree with branches.</param>
    /// <exception cref="InvalidDataException">The tree cannot be trained on; the message names it.</exception>
    public static EncodedExample? ForDpo(ConversationTree tree, MessageEncoder encoder, int first = 0)
        => Build(tree, encoder, first, learnsRejected: true);

    /// <summary>The preferred reply of every decided turn is learned from, wherever it stands; null when all turns are ties.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="encoder">Encodes messages.</param>
    /// <param name="first">Oldest turns that are left out; 0 for a tree with branches.</param>
    /// <exception cref="InvalidDataException">The tree cannot be trained on; the message names it.</exception>
    public static EncodedExample? ForSft(ConversationTree tree, MessageEncoder encoder, int first = 0)
        => Build(tree, encoder, first, learnsRejected: false);

    private static EncodedExample? Build(ConversationTree tree, MessageEncoder encoder, int first, bool learnsRejected)
    {
        Check(tree);
        var builder = new ExampleBuilder(tree.Id, encoder.Prefix);
        var continued = tree.Turns.Select(turn => Key(tree.ParentOf(turn))).ToHashSet();
        var ends = new Dictionary<(int Turn, int Place), (ExampleBranch Path, int Length)>(2 * tree.Turns.Count);
        foreach (var turn in tree.Turns.Skip(first))
        {
            var where = Where(tree, turn);
            var path = turn.Number == first + 1 ? builder.Trunk : After(ends[Key(tree.ParentOf(turn))]);
            DialogueMessage user = new(DialogueRole.User, turn.User);
            foreach (var message in turn.Number == first + 1 ? encoder.Arrange([user], where) : [user])
            {
                path.Extend(encoder.Context(message, where).Tokens);
            }

            for (var place = Last(turn); place >= 0; place--)
            {
                if (place != turn.TrunkPlace && (IsLearned(turn, place) || continued.Contains((turn.Number, place))))
                {
                    Add(turn, place, builder.Fork(path), where);
                }
            }

            Add(turn, turn.TrunkPlace, path, where);
        }

        return builder.Build();

        // The first turn that answers a reply goes on behind it, another one leaves there.
        ExampleBranch After((ExampleBranch Path, int Length) end) => end.Path.Count == end.Length ? end.Path : builder.Fork(end.Path, end.Length);

        void Add(Turn turn, int place, ExampleBranch path, string where)
        {
            var reply = encoder.Reply(turn.TextOf(place), where + (place == 0 ? ", preferred reply" : place == Last(turn) ? ", rejected reply" : $", reply {place + 1}"));
            if (IsLearned(turn, place))
            {
                builder.ExtendLearned(path, reply, turn.Number, place == 0 ? ReplyKind.Preferred : ReplyKind.Rejected);
            }
            else
            {
                path.Extend(reply.Tokens);
            }

            ends[(turn.Number, place)] = (path, path.Count);
        }

        // A tie has no preferred reply: nothing is learned from it, and only what continues the conversation stays, as context.
        bool IsLearned(Turn turn, int place) => !turn.IsTie && (place == 0 || (learnsRejected && place == Last(turn)));
    }

    private static void Check(ConversationTree tree)
    {
        if (tree.Turns.Count == 0)
        {
            throw new InvalidDataException($"Tree '{tree.Id}' has no turns; there is nothing to learn from.");
        }

        for (var i = 0; i < tree.Turns.Count; i++)
        {
            var turn = tree.Turns[i];
            if (turn.Number != i + 1)
            {
                throw new InvalidDataException($"Tree '{tree.Id}', turn {i + 1}: prefix mismatch: the turn says it is number {turn.Number}, so its replies do not belong to the turns before it.");
            }

            if (turn.TrunkPlace < 0 || turn.TrunkPlace > Last(turn))
            {
                throw new InvalidDataException($"{Where(tree, turn)}: the conversation goes on with reply {turn.TrunkPlace + 1} of {Last(turn) + 1}.");
            }

            var parent = tree.ParentOf(turn);
            if (i == 0 ? parent is not null : parent!.Turn < 1 || parent.Turn > i || parent.Place < 0 || parent.Place > Last(tree.Turns[parent.Turn - 1]))
            {
                throw new InvalidDataException($"{Where(tree, turn)}: it answers reply {parent!.Place + 1} of turn {parent.Turn}, which does not stand before it.");
            }
        }
    }

    private static (int Turn, int Place) Key(TurnParent? parent) => parent is null ? default : (parent.Turn, parent.Place);

    private static int Last(Turn turn) => turn.Between.Count + 1;

    private static string Where(ConversationTree tree, Turn turn) => $"Tree '{tree.Id}', turn {turn.Number}";
}
