using Aloe.Torch.Training;
using static Aloe.Torch.Tests.Training.TinyWorld;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests.Training;

/// <summary>Not beside other tests: they change the number of threads of the whole process, and with it the last bits.</summary>
[Collection(nameof(MemoryTests))]
public sealed class TreePackingTests : IDisposable
{
    private const double Beta = 0.9;
    private readonly DecoderModel _model = Model();
    private readonly IReadOnlyList<ConversationTree> _trees = RandomTrees(4, turns: 5);
    private readonly IReadOnlyList<EncodedExample> _examples;
    private readonly ReferenceLogProbs _reference;

    public TreePackingTests()
    {
        _examples = [.. _trees.Select(tree => TreeLayout.ForDpo(tree, Encoder)!)];
        using var other = Model(seed: 2);
        _reference = Reference(other, _examples);
    }

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void A_tree_in_one_pass_equals_2K_separate_sequences_in_loss_and_gradients(bool lora, bool checkpointing)
    {
        Adapt(lora);
        var (loss, gradients) = Packed([[0]], checkpointing: checkpointing);
        var (expectedLoss, expectedGradients) = Separately(_trees[0], _examples[0]);

        Assert.NotEqual(Math.Log(2), expectedLoss, 1e-2);
        Assert.Equal(expectedLoss, loss, 1e-5);
        Assert.InRange(Difference(expectedGradients, gradients), 0, 1e-5);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Several_trees_in_a_row_equal_one_tree_at_a_time(bool lora, bool checkpointing)
    {
        Adapt(lora);
        var (loss, gradients) = Packed([[0, 1, 2, 3]], checkpointing: checkpointing);
        var (expectedLoss, expectedGradients) = Packed([[0], [1], [2], [3]]);

        Assert.Equal(expectedLoss, loss, 1e-6);
        Assert.InRange(Difference(expectedGradients, gradients), 0, 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Attention_blocks_do_not_change_the_result(int queryBlock)
    {
        var (loss, gradients) = Packed([[2, 1]], queryBlock: queryBlock);
        var (expectedLoss, expectedGradients) = Packed([[1, 2]]);

        Assert.Equal(expectedLoss, loss, 1e-6);
        Assert.InRange(Difference(expectedGradients, gradients), 0, 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1, true)]
    [InlineData(10, true)]
    [InlineData(10, true, true)]
    public void Logits_in_tiles_do_not_change_the_result(int logitTokens, bool lora = false, bool checkpointing = false)
    {
        Adapt(lora);
        var (loss, gradients) = Packed([[0, 1]], logitTokens: logitTokens, checkpointing: checkpointing);
        var (expectedLoss, expectedGradients) = Packed([[0, 1]]);

        Assert.Equal(expectedLoss, loss, 1e-6);
        Assert.InRange(Difference(expectedGradients, gradients), 0, 1e-5);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(3, true)]
    public void Rows_on_several_threads_equal_rows_on_one(int workers, bool lora = false)
    {
        Adapt(lora);
        var (expectedLoss, expectedGradients) = Packed([[0], [1], [2], [3]]);
        var totals = BatchTotals.Of(_examples);
        using var scope = NewDisposeScope();
        using var parallel = new ParallelGradients(_model, new DpoObjective(new DpoOptions { Beta = Beta }, _reference), workers);

        var loss = parallel.Compute([.. _examples.Select(example => new[] { example })], row => Row(row), totals).data<double>()[0];
        var gradients = Gradients(_model);
        _ = parallel.Compute([.. _examples.Select(example => new[] { example })], row => Row(row), totals);

        Assert.Equal(expectedLoss, loss, 1e-6);
        Assert.InRange(Difference(expectedGradients, gradients), 0, 1e-5);
        Assert.Equal(0, Difference(gradients, Gradients(_model)));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Sft_of_a_tree_equals_its_preferred_replies_one_by_one(bool lora, bool checkpointing)
    {
        Adapt(lora);
        using var scope = NewDisposeScope();
        var example = TreeLayout.ForSft(_trees[1], Encoder)!;
        Clear();
        _model.ActivationCheckpointing = checkpointing;
        var told = new GradientPass(new ReplyLogProbs(_model), new SftObjective()).Accumulate(Row([example]), BatchTotals.Of([example]));
        var gradients = Gradients(_model);
        _model.ActivationCheckpointing = false;

        Clear();
        var nll = zeros(1);
        foreach (var turn in _trees[1].Turns)
        {
            nll -= SequenceLogProb(_trees[1].PromptOf(turn.Number), turn.Preferred);
        }

        nll /= _trees[1].Turns.Sum(turn => turn.Preferred.Length + 1);
        nll.backward();

        Assert.Equal(nll.item<float>(), told.data<double>()[0], 1e-5);
        Assert.InRange(Difference(Gradients(_model), gradients), 0, 1e-5);
    }

    /// <summary>Four replies a turn, of which any may go on, and branches: every pair is learned from once, each on its own history.</summary>
    [Fact]
    public void A_tree_with_branches_and_rankings_equals_its_pairs_one_by_one()
    {
        using var scope = NewDisposeScope();
        Turn With(Turn turn, int trunk, TurnParent? parent = null) => turn with
        {
            Between = [new("second", ReplySource.Informed), new("third", ReplySource.Uninformed)],
            Trunk = trunk == 0 ? ReplyKind.Preferred : ReplyKind.Rejected,
            TrunkPlace = trunk,
            Parent = parent,
        };
        var tree = Tree(
            "shaped",
            With(TinyWorld.Turn(1, "ab", "cd", "efg"), trunk: 1),
            With(TinyWorld.Turn(2, "hij", "k", "lm"), trunk: 3),
            With(TinyWorld.Turn(3, "no", "pq", "rst"), trunk: 0),
            With(TinyWorld.Turn(4, "uv", "wx", "y"), trunk: 2, new TurnParent(1, 0)),
            With(TinyWorld.Turn(5, "z", "abc", "de"), trunk: 0),
            With(TinyWorld.Turn(6, "fg", "h", "ijk"), trunk: 0, new TurnParent(2, 0)));
        EncodedExample[] examples = [.. tree.Trunks().Select(trunk => TreeLayout.ForDpo(trunk, Encoder)!)];
        var reference = new ReferenceLogProbs(examples.ToDictionary(example => example.Id, example => new double[example.Replies.Length]));
        Clear();
        var told = new GradientPass(new ReplyLogProbs(_model), new DpoObjective(new DpoOptions { Beta = Beta }, reference)).Accumulate(Row(examples), BatchTotals.Of(examples));
        var gradients = Gradients(_model);

        Clear();
        var loss = zeros(1);
        foreach (var pair in tree.Pairs())
        {
            loss -= (Beta * (SequenceLogProb(pair.Prompt, pair.Chosen) - SequenceLogProb(pair.Prompt, pair.Rejected))).sigmoid().log() / tree.Turns.Count;
        }

        loss.backward();

        Assert.Equal(3, examples.Length);
        Assert.Equal(loss.item<float>(), told.data<double>()[0], 1e-5);
        Assert.InRange(Difference(Gradients(_model), gradients), 0, 1e-5);
    }

    private void Adapt(bool lora)
    {
        if (lora)
        {
            TinyWorld.Adapt(_model);
        }
    }

    private (double Loss, Dictionary<string, float[]> Gradients) Packed(int[][] rows, int queryBlock = 16, int logitTokens = 10_000, bool checkpointing = false)
    {
        using var scope = NewDisposeScope();
        Clear();
        var totals = BatchTotals.Of(rows.SelectMany(row => row).Select(i => _examples[i]));
        var pass = new GradientPass(new ReplyLogProbs(_model, logitTokens), new DpoObjective(new DpoOptions { Beta = Beta }, _reference));
        _model.ActivationCheckpointing = checkpointing;
        var loss = rows.Sum(row => pass.Accumulate(Row([.. row.Select(i => _examples[i])], queryBlock), totals).data<double>()[0]);
        _model.ActivationCheckpointing = false;
        return (loss, Gradients(_model));
    }

    /// <summary>The published way: every reply is a sequence of its own, with all logits and a causal mask.</summary>
    private (double Loss, Dictionary<string, float[]> Gradients) Separately(ConversationTree tree, EncodedExample example)
    {
        using var scope = NewDisposeScope();
        Clear();
        double Reference(int turn, ReplyKind kind) => _reference[tree.Id][Array.FindIndex(example.Replies, reply => reply.Turn == turn && reply.Kind == kind)];
        var loss = zeros(1);
        foreach (var turn in tree.Turns)
        {
            var chosen = SequenceLogProb(tree.PromptOf(turn.Number), turn.Preferred) - Reference(turn.Number, ReplyKind.Preferred);
            var rejected = SequenceLogProb(tree.PromptOf(turn.Number), turn.Rejected) - Reference(turn.Number, ReplyKind.Rejected);
            loss -= (Beta * (chosen - rejected)).sigmoid().log() / tree.Turns.Count;
        }

        loss.backward();
        return (loss.item<float>(), Gradients(_model));
    }

    private Tensor SequenceLogProb(IReadOnlyList<DialogueMessage> prompt, string reply)
    {
        int[] tokens = [Bos, .. prompt.Append(new DialogueMessage(DialogueRole.Assistant, reply)).SelectMany(message => Encode(message).Tokens)];
        var logProbs = _model.Logits(_model.Hidden(tensor(tokens, int64).unsqueeze(0), arange(tokens.Length, int64).unsqueeze(0))).squeeze(0).log_softmax(-1);
        var sum = zeros(1);
        for (var i = tokens.Length - 2 - reply.Length; i < tokens.Length - 1; i++)
        {
            sum += logProbs[i - 1, tokens[i]];
        }

        return sum;
    }

    private void Clear()
    {
        using var scope = NewDisposeScope();
        foreach (var (_, parameter) in _model.Trainable)
        {
            parameter.grad?.zero_();
        }
    }
}
