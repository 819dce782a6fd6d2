using Aloe.Torch.Training;

namespace Aloe.Benchmarks.Comparisons.Scoring;

/// <summary>A row of tokens, some of which are replies to score.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Of">Cuts it from a conversation tree.</param>
internal sealed record ScoringRow(string Name, Func<RandomTree, EncodedExample> Of)
{
    /// <summary>Both replies of the sixth turn after the conversation so far: the usual row of preference training.</summary>
    public static ScoringRow Pair { get; } = new("pair", tree => tree.Pairs[5]);

    /// <summary>All replies of a conversation tree, packed: two tokens in three are targets.</summary>
    public static ScoringRow Tree { get; } = new("tree", tree => tree.Tree);

    /// <summary>The row of a random tree, with hidden states and a head.</summary>
    public ScoringProblem Problem(int vocabulary, int width) => new(vocabulary, width, Of(new RandomTree(1, vocabulary)));

    public static ScoringRow Named(string name) => name == Pair.Name ? Pair : Tree;
}
