using Aloe.Prompts;

namespace Aloe.Conversations;

/// <summary>One tree while it grows: first the trunk, then the branches, those nearest to the start first.</summary>
/// <remarks>Which turns there are, and their numbers, follows from the options alone, so that every draw of a turn depends on seed, tree and number and on nothing else.</remarks>
internal sealed class TreeConversation(AloeRoles roles, PromptSet prompts, TreeRequest request, ConversationTreeOptions options)
{
    private readonly TurnTaking _turnTaking = new(roles, prompts, request, options);
    private readonly List<Turn> _turns = [];

    /// <summary>Depth of every turn, 1 for the first, by its place in <see cref="_turns"/>.</summary>
    private readonly List<int> _depths = [];

    public async Task<ConversationTree> HoldAsync(CancellationToken cancellationToken)
    {
        await FollowAsync(ConversationPath.Start(request.Persona), depth: 0, parent: null, options.Turns, cancellationToken).ConfigureAwait(false);
        for (var depth = 1; depth <= Math.Min(options.BranchUntilTurn, options.Turns - 1); depth++)
        {
            for (var i = 0; i < _turns.Count; i++)
            {
                if (_depths[i] == depth)
                {
                    await BranchAsync(_turns[i], depth, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        return new ConversationTree(request.Id, request.Persona, _turns);
    }

    private async Task BranchAsync(Turn turn, int depth, CancellationToken cancellationToken)
    {
        var tree = new ConversationTree(request.Id, request.Persona, _turns);
        foreach (var place in Enumerable.Range(0, turn.Between.Count + 2).Where(place => place != turn.TrunkPlace))
        {
            var path = ConversationPath.After(tree, turn, place);
            await FollowAsync(path, depth, new TurnParent(turn.Number, place), options.MaxTurnsInTree, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Holds the rest of a conversation, as far as the tree has room.</summary>
    private async Task FollowAsync(ConversationPath path, int depth, TurnParent? parent, int room, CancellationToken cancellationToken)
    {
        for (; depth < options.Turns && _turns.Count < room; depth++, parent = null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var turn = await _turnTaking.TakeAsync(path, _turns.Count + 1, cancellationToken).ConfigureAwait(false);
            _turns.Add(turn with { Parent = parent });
            _depths.Add(depth + 1);
            path.Add(DialogueRole.Assistant, turn.TrunkReply);
        }
    }
}
