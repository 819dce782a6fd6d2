namespace Aloe.Torch.Training;

/// <summary>Lays a conversation tree out as one sequence: 2K replies, each conditioned on its own history, in one pass over every message.</summary>
internal static class TreeLayout
{
    /// <summary>Both replies of every decided turn are learned from; null when all turns are ties.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="encoder">Encodes messages.</param>
    /// <param name="first">Oldest turns that are left out.</param>
    /// <exception cref="InvalidDataException">The tree cannot be trained on; the message names it.</exception>
    public static EncodedExample? ForDpo(ConversationTree tree, MessageEncoder encoder, int first = 0)
        => Build(tree, encoder, first, learnsRejected: true);

    /// <summary>The preferred reply of every decided turn is learned from, on the trunk or as a leaf; null when all turns are ties.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="encoder">Encodes messages.</param>
    /// <param name="first">Oldest turns that are left out.</param>
    /// <exception cref="InvalidDataException">The tree cannot be trained on; the message names it.</exception>
    public static EncodedExample? ForSft(ConversationTree tree, MessageEncoder encoder, int first = 0)
        => Build(tree, encoder, first, learnsRejected: false);

    private static EncodedExample? Build(ConversationTree tree, MessageEncoder encoder, int first, bool learnsRejected)
    {
        if (tree.Turns.Count == 0)
        {
            throw new InvalidDataException($"Tree '{tree.Id}' has no turns; there is nothing to learn from.");
        }

        var builder = new ExampleBuilder(tree.Id, encoder.Prefix);
        for (var i = first; i < tree.Turns.Count; i++)
        {
            var turn = tree.Turns[i];
            var where = $"Tree '{tree.Id}', turn {i + 1}";
            if (turn.Number != i + 1)
            {
                throw new InvalidDataException($"{where}: prefix mismatch: the turn says it is number {turn.Number}, so its replies do not belong to the trunk before it.");
            }

            DialogueMessage user = new(DialogueRole.User, turn.User);
            foreach (var message in i == first ? encoder.Arrange([user], where) : [user])
            {
                builder.Extend(encoder.Context(message, where));
            }

            // A tie has no preferred reply: nothing is learned from it, and only what continues the conversation stays, as context.
            bool Learns(ReplyKind kind) => !turn.IsTie && (learnsRejected || kind == ReplyKind.Preferred);
            var last = turn.Between.Count + 1;
            foreach (var (kind, place) in ((ReplyKind, int)[])[(ReplyKind.Rejected, last), (ReplyKind.Preferred, 0)])
            {
                if (Learns(kind) && place != turn.TrunkPlace)
                {
                    builder.Branch(Reply(encoder, turn, place, where), turn.Number, kind);
                }
            }

            var trunk = Reply(encoder, turn, turn.TrunkPlace, where);
            if (Learns(turn.Trunk) && (turn.TrunkPlace == 0 || turn.TrunkPlace == last))
            {
                builder.ExtendLearned(trunk, turn.Number, turn.Trunk);
            }
            else
            {
                builder.Extend(trunk);
            }
        }

        return builder.Build();
    }

    private static MessageTokens Reply(MessageEncoder encoder, Turn turn, int place, string where)
        => encoder.Reply(turn.TextOf(place), $"{where}, {(place == 0 ? "preferred reply" : place == turn.Between.Count + 1 ? "rejected reply" : $"reply {place + 1}")}");
}
