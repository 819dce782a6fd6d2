using Aloe.Randomness;
using Aloe.Torch.Training;
using FsCheck.Xunit;
using static Aloe.Torch.Tests.Training.TinyWorld;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests.Training;

/// <summary>Trees with branches and with more than two replies a turn: packed, they are the same as one sequence for every reply.</summary>
[Collection(nameof(MemoryTests))]
public sealed class TreeShapeTests
{
    [Fact]
    public void A_tree_with_a_branch_is_laid_out_as_worked_out_by_hand()
    {
        // a → b (trunk: d → e, f) or c (branch: g → h, i).
        var tree = Tree("t", Turn(1, "a", "b", "c"), Turn(2, "d", "e", "f"), Turn(3, "g", "h", "i") with { Parent = new TurnParent(1, 1) });

        var example = TreeLayout.ForDpo(tree, Encoder)!;

        // Trunk: prefix, a, b, d, e (cut). Then leaf f, which leaves at 16; then c, g, h (cut), which leave at 6, and leaf i, which leaves them at 16.
        Assert.Equal([0, 1, 2, 10, 4, 5, 3, 2, 11, 4, 5, 1, 2, 13, 4, 5, 3, 2, 14, /**/ 3, 2, 15, /**/ 3, 2, 12, 4, 5, 1, 2, 16, 4, 5, 3, 2, 17, /**/ 3, 2, 18], example.Tokens);
        Assert.Equal([.. Enumerable.Range(0, 19), 16, 17, 18, .. Enumerable.Range(6, 13), 16, 17, 18], example.Positions);
        Assert.Equal(
            [.. Enumerable.Repeat(38, 6), .. Enumerable.Repeat(22, 10), 19, 19, 19, 22, 22, 22, .. Enumerable.Repeat(38, 10), 35, 35, 35, 38, 38, 38],
            example.VisibleUntil);
        Assert.Equal(3, example.Pairs);
    }

    [Property]
    public void What_a_reply_sees_is_exactly_its_conversation(int seed, byte size)
    {
        var tree = Branched($"{seed}", 1 + (size % 12));
        foreach (var example in new[] { TreeLayout.ForDpo(tree, Encoder), TreeLayout.ForSft(tree, Encoder) }.OfType<EncodedExample>())
        {
            foreach (var reply in example.Replies)
            {
                var turn = tree.Turns[reply.Turn - 1];
                var text = reply.Kind == ReplyKind.Preferred ? turn.Preferred : turn.Rejected;
                var conversation = Tokens(tree.PromptOf(reply.Turn), text);
                for (var i = 0; i < reply.Length; i++)
                {
                    var predictor = example.Predictors[reply.Start + i];
                    var length = conversation.Length - 2 - text.Length + i;
                    var seen = Enumerable.Range(0, predictor + 1).Where(j => predictor < example.VisibleUntil[j]).ToList();
                    Assert.Equal(conversation[..length], seen.Select(j => example.Tokens[j]));
                    Assert.Equal(Enumerable.Range(0, length), seen.Select(j => example.Positions[j]));
                    Assert.Equal(conversation[length], example.Targets[reply.Start + i]);
                }
            }

            Assert.Equal(tree.Turns.Count(turn => !turn.IsTie), example.PreferredReplies);
        }
    }

    [Theory]
    [InlineData("oak", 1)]
    [InlineData("elm", 16)]
    [InlineData("ash", 1_000)]
    public void A_packed_tree_equals_one_sequence_a_reply_in_loss_and_gradients(string id, int queryBlock)
    {
        var tree = Branched(id, 10);
        Assert.True(tree.HasBranches);
        Assert.Contains(tree.Turns, turn => turn.Between.Count > 0);
        var example = TreeLayout.ForDpo(tree, Encoder)!;
        using var model = Model();
        using var scope = NewDisposeScope();
        var none = new ReferenceLogProbs(new Dictionary<string, double[]> { [id] = new double[example.Replies.Length], ["before"] = [] });
        var pass = new GradientPass(new ReplyLogProbs(model, 10_000), new DpoObjective(new DpoOptions { Beta = 0.1 }, none));
        Clear(model);
        var loss = pass.Accumulate(Row([RandomExample(), example], queryBlock), BatchTotals.Of([example])).data<double>()[0];
        var gradients = Gradients(model);

        Clear(model);
        var pairs = tree.Pairs().ToList();
        var expected = zeros(1);
        foreach (var pair in pairs)
        {
            var margin = LogProb(model, pair.Prompt, pair.Chosen) - LogProb(model, pair.Prompt, pair.Rejected);
            expected -= (0.1 * margin).sigmoid().log() / pairs.Count;
        }

        expected.backward();
        Assert.Equal(expected.item<float>(), loss, 1e-5);
        Assert.InRange(Difference(Gradients(model), gradients), 0, 1e-5);

        // Something before it in the row that nothing is learned from.
        static EncodedExample RandomExample() => TreeLayout.ForDpo(RandomTree("before", 2), Encoder)! with { Predictors = [], Targets = [], Replies = [] };
    }

    [Fact]
    public void A_tree_that_is_too_long_is_taken_apart_and_every_pair_is_learned_from_once()
    {
        var tree = Branched("oak", 10);
        var length = TreeLayout.ForDpo(tree, Encoder)!.Tokens.Length;
        Assert.Equal([tree], Reader(length).Parts(tree));

        var parts = Reader(length - 1).Parts(tree).ToList();

        Assert.True(parts.Count > 1);
        Assert.DoesNotContain(parts, part => part.HasBranches);
        Assert.Equal(
            tree.Pairs().Select(pair => (pair.Prompt[^1].Text, pair.Chosen, pair.Rejected)).Order(),
            parts.SelectMany(part => part.Pairs()).Select(pair => (pair.Prompt[^1].Text, pair.Chosen, pair.Rejected)).Order());

        static ExampleReader Reader(int maxTokens) => new(Encoder, maxTokens, 256, LongExamplePolicy.DropOldestTurns);
    }

    [Theory]
    [InlineData(2, 0, "it answers reply 1 of turn 2")]
    [InlineData(1, 2, "it answers reply 3 of turn 1")]
    [InlineData(0, 0, "it answers reply 1 of turn 0")]
    [InlineData(1, -1, "it answers reply 0 of turn 1")]
    public void A_parent_that_is_not_there_is_refused_by_name(int parent, int place, string message)
    {
        var tree = Tree("oak", Turn(1, "a", "b", "c"), Turn(2, "d", "e", "f") with { Parent = new TurnParent(parent, place) });

        Assert.StartsWith($"Tree 'oak', turn 2: {message}", Assert.Throws<InvalidDataException>(() => TreeLayout.ForDpo(tree, Encoder)).Message);
    }

    /// <summary>Every turn answers any reply of any turn before it; turns have two to four replies.</summary>
    private static ConversationTree Branched(string id, int turns)
    {
        var random = SeededRandom.For(6, id);
        var made = new List<Turn>();
        for (var number = 1; number <= turns; number++)
        {
            var between = Enumerable.Range(0, random.Next(3)).Select(_ => new Aloe.Reply(Word(), ReplySource.Informed)).ToList();
            var trunk = random.Next(between.Count + 2);
            var parent = number == 1 ? null : made[random.Next(made.Count)];
            made.Add(Turn(number, Word(), Word(), Word(), trunk == 0 ? ReplyKind.Preferred : ReplyKind.Rejected, tie: number > 1 && random.Next(5) == 0) with
            {
                Between = between,
                TrunkPlace = trunk,
                Parent = parent is null ? null : new TurnParent(parent.Number, random.Next(parent.Between.Count + 2)),
            });
        }

        return Tree(id, [.. made]);

        string Word() => string.Concat(Enumerable.Range(0, 1 + random.Next(6)).Select(_ => (char)('a' + random.Next(26))));
    }

    private static int[] Tokens(IReadOnlyList<DialogueMessage> prompt, string reply)
        => [Bos, .. prompt.Append(new DialogueMessage(DialogueRole.Assistant, reply)).SelectMany(message => Encode(message).Tokens)];

    private static Tensor LogProb(DecoderModel model, IReadOnlyList<DialogueMessage> prompt, string reply)
    {
        var tokens = Tokens(prompt, reply);
        var logProbs = model.Logits(model.Hidden(tensor(tokens, int64).unsqueeze(0), arange(tokens.Length, int64).unsqueeze(0))).squeeze(0).log_softmax(-1);
        var sum = zeros(1);
        for (var i = tokens.Length - 2 - reply.Length; i < tokens.Length - 1; i++)
        {
            sum += logProbs[i - 1, tokens[i]];
        }

        return sum;
    }

    private static void Clear(DecoderModel model)
    {
        using var scope = NewDisposeScope();
        foreach (var (_, parameter) in model.Trainable)
        {
            parameter.grad?.zero_();
        }
    }
}
