using System.Runtime.CompilerServices;

namespace Aloe.Data;

/// <summary>Streams of trees, turned into what a format writes; one tree at a time is in memory.</summary>
public static class TreeStreams
{
    /// <summary>The trees of one side of a split.</summary>
    /// <param name="trees">Trees of both sides.</param>
    /// <param name="split">Who is on which side.</param>
    /// <param name="side">The side to keep.</param>
    /// <exception cref="ArgumentException">While enumerating: a tree's persona is not part of the split.</exception>
    public static IAsyncEnumerable<ConversationTree> OnSide(this IAsyncEnumerable<ConversationTree> trees, PersonaSplit split, SplitSide side)
    {
        ArgumentNullException.ThrowIfNull(split);
        return trees.Where(tree => split.SideOf(tree.Persona) == side);
    }

    /// <summary>The preference pairs of trees, <see cref="ConversationTree.Pairs"/>, for DPO.</summary>
    /// <param name="trees">The trees.</param>
    /// <param name="choice">Which pairs of a ranking.</param>
    /// <param name="cancellationToken">Stops the stream.</param>
    public static async IAsyncEnumerable<PreferencePair> Pairs(
        this IAsyncEnumerable<ConversationTree> trees, PairChoice choice = PairChoice.BestAndWorst, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var tree in trees.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var pair in tree.Pairs(choice))
            {
                yield return pair;
            }
        }
    }

    /// <summary>The dialogues of trees, <see cref="TreeProjections.Dialogues"/>, for SFT.</summary>
    /// <param name="trees">The trees.</param>
    /// <param name="reply">Which reply ends the dialogues.</param>
    /// <param name="cancellationToken">Stops the stream.</param>
    public static async IAsyncEnumerable<Dialogue> Dialogues(
        this IAsyncEnumerable<ConversationTree> trees, ReplyKind reply = ReplyKind.Preferred, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var tree in trees.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var dialogue in tree.Dialogues(reply))
            {
                yield return dialogue;
            }
        }
    }
}
