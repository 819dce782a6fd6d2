using Aloe.Torch.Training;
using FsCheck.Xunit;
using static Aloe.Torch.Tests.Training.TinyWorld;

namespace Aloe.Torch.Tests.Training;

public sealed class LayoutTests
{
    [Fact]
    public void A_tree_of_two_turns_is_laid_out_as_worked_out_by_hand()
    {
        var tree = Tree("t", Turn(1, "a", "bb", "c", ReplyKind.Rejected), Turn(2, "d", "e", "f"));

        var example = TreeLayout.ForDpo(tree, Encoder)!;

        // prefix, user a, trunk c, user d, trunk e (cut after what predicts its end); leaf f, leaf bb (without their last tokens).
        Assert.Equal([0, /**/ 1, 2, 10, 4, 5, /**/ 3, 2, 12, 4, 5, /**/ 1, 2, 13, 4, 5, /**/ 3, 2, 14, /**/ 3, 2, 15, /**/ 3, 2, 11, 11], example.Tokens);
        Assert.Equal([.. Enumerable.Range(0, 19), /**/ 16, 17, 18, /**/ 6, 7, 8, 9], example.Positions);
        Assert.Equal([.. Enumerable.Repeat(26, 6), .. Enumerable.Repeat(22, 10), 19, 19, 19, /**/ 22, 22, 22, /**/ 26, 26, 26, 26], example.VisibleUntil);
        Assert.Equal([11, 11, 4, /**/ 12, 4, /**/ 15, 4, /**/ 14, 4], example.Targets);
        Assert.Equal([23, 24, 25, /**/ 7, 8, /**/ 20, 21, /**/ 17, 18], example.Predictors);
        Assert.Equal(
            [new ReplySpan(1, ReplyKind.Preferred, 0, 3), new ReplySpan(1, ReplyKind.Rejected, 3, 2), new ReplySpan(2, ReplyKind.Rejected, 5, 2), new ReplySpan(2, ReplyKind.Preferred, 7, 2)],
            example.Replies);
    }

    [Property]
    public void What_a_reply_sees_is_exactly_its_conversation(int seed, byte size)
    {
        var tree = RandomTree($"{seed}", 1 + (size % 6), ties: 0.2);
        foreach (var example in new[] { TreeLayout.ForDpo(tree, Encoder), TreeLayout.ForSft(tree, Encoder) }.OfType<EncodedExample>())
        {
            foreach (var reply in example.Replies)
            {
                var turn = tree.Turns[reply.Turn - 1];
                var text = reply.Kind == ReplyKind.Preferred ? turn.Preferred : turn.Rejected;
                int[] conversation = [Bos, .. tree.PromptOf(reply.Turn).Append(new DialogueMessage(DialogueRole.Assistant, text)).SelectMany(message => Encode(message).Tokens)];
                var body = text.Length + 1;
                for (var i = 0; i < reply.Length; i++)
                {
                    var predictor = example.Predictors[reply.Start + i];
                    var seen = Enumerable.Range(0, predictor + 1).Where(j => predictor < example.VisibleUntil[j]).ToList();
                    var length = conversation.Length - 1 - body + i;
                    Assert.Equal(conversation[..length], seen.Select(j => example.Tokens[j]));
                    Assert.Equal(Enumerable.Range(0, length), seen.Select(j => example.Positions[j]));
                    Assert.Equal(conversation[length], example.Targets[reply.Start + i]);
                }

                Assert.Equal(body, reply.Length);
            }
        }
    }

    [Fact]
    public void Sft_learns_preferred_replies_only_and_leaves_rejected_leaves_out()
    {
        var tree = Tree("t", Turn(1, "a", "b", "zz"), Turn(2, "c", "d", "yy", ReplyKind.Rejected), Turn(3, "e", "f", "xx"));

        var example = TreeLayout.ForSft(tree, Encoder)!;

        Assert.Equal([11, 4, 13, 4, 15, 4], example.Targets);
        Assert.All(example.Replies, reply => Assert.Equal(ReplyKind.Preferred, reply.Kind));
        Assert.DoesNotContain(10 + 'z' - 'a', example.Tokens);
        Assert.Contains(10 + 'y' - 'a', example.Tokens);
        Assert.Equal((0, 6), (example.Pairs, example.PreferredTokens));
    }

    [Fact]
    public void A_tie_gives_no_pair_but_stays_in_the_trunk()
    {
        var tree = Tree("t", Turn(1, "a", "b", "zz", tie: true), Turn(2, "c", "d", "yy"));

        var example = TreeLayout.ForDpo(tree, Encoder)!;

        Assert.Equal(1, example.Pairs);
        Assert.All(example.Replies, reply => Assert.Equal(2, reply.Turn));
        Assert.Contains(11, example.Tokens);
        Assert.DoesNotContain(10 + 'z' - 'a', example.Tokens);
        Assert.Null(TreeLayout.ForDpo(Tree("t", Turn(1, "a", "b", "c", tie: true)), Encoder));
    }

    [Fact]
    public void A_dialogue_learns_from_every_reply()
    {
        var example = DialogueLayout.Build(
            new Dialogue("d", [new(DialogueRole.System, "s"), new(DialogueRole.User, "a"), new(DialogueRole.Assistant, "bc"), new(DialogueRole.User, "d"), new(DialogueRole.Assistant, "e"), new(DialogueRole.User, "f")]), Encoder);

        Assert.Equal([11, 12, 4, 14, 4], example.Targets);
        Assert.Equal([12, 13, 14, 23, 24], example.Predictors);
        Assert.Equal(25, example.Tokens.Length);
        Assert.All(example.VisibleUntil, until => Assert.Equal(25, until));
        Assert.Equal(Enumerable.Range(0, 25), example.Positions);
    }

    [Theory]
    [InlineData("empty", "Tree 'oak', turn 2, rejected reply: the reply is empty")]
    [InlineData("number", "Tree 'oak', turn 2: prefix mismatch")]
    public void A_bad_tree_is_refused_by_name(string fault, string message)
    {
        var second = fault == "empty" ? Turn(2, "a", "b", "  ") : Turn(3, "a", "b", "c");

        var error = Assert.Throws<InvalidDataException>(() => TreeLayout.ForDpo(Tree("oak", Turn(1, "a", "b", "c"), second), Encoder));

        Assert.StartsWith(message, error.Message);
    }

    [Fact]
    public void A_tree_without_turns_is_refused_by_name()
    {
        Assert.StartsWith("Tree 'oak' has no turns", Assert.Throws<InvalidDataException>(() => TreeLayout.ForDpo(Tree("oak"), Encoder)).Message);
        Assert.StartsWith("Tree 'oak' has no turns", Assert.Throws<InvalidDataException>(() => TreeLayout.ForSft(Tree("oak"), Encoder)).Message);
    }

    [Fact]
    public void A_template_that_starts_over_in_a_message_is_refused()
    {
        var encoder = new MessageEncoder([Bos], [Assistant, 2], End, message => new EncodedMessage([Bos, .. Encode(message).Tokens], 3));

        var error = Assert.Throws<InvalidDataException>(() => TreeLayout.ForSft(Tree("oak", Turn(1, "a", "b", "c")), encoder));

        Assert.Contains("'oak', turn 1", error.Message);
        Assert.Contains("double BOS", error.Message);
    }

    [Fact]
    public void A_reply_with_another_header_is_a_prefix_mismatch()
    {
        var encoder = new MessageEncoder([Bos], [Assistant, 7], End, Encode);

        var error = Assert.Throws<InvalidDataException>(() => TreeLayout.ForSft(Tree("oak", Turn(1, "a", "b", "c")), encoder));

        Assert.Contains("'oak', turn 1, preferred reply: prefix mismatch", error.Message);
    }

    [Fact]
    public void Dialogues_must_alternate_and_hold_a_reply()
    {
        var twice = new Dialogue("ash", [new(DialogueRole.User, "a"), new(DialogueRole.User, "b")]);
        var none = new Dialogue("elm", [new(DialogueRole.User, "a")]);

        Assert.StartsWith("Dialogue 'ash', message 2: expected the Assistant", Assert.Throws<InvalidDataException>(() => DialogueLayout.Build(twice, Encoder)).Message);
        Assert.StartsWith("Dialogue 'elm' has no assistant message", Assert.Throws<InvalidDataException>(() => DialogueLayout.Build(none, Encoder)).Message);
    }

    [Fact]
    public void Examples_that_do_not_fit_are_refused_by_name()
    {
        var example = TreeLayout.ForDpo(RandomTree("oak", 6), Encoder)!;
        string Error(IReadOnlyList<EncodedExample> examples, DecoderConfig config, int rowTokens = 8192)
            => Assert.Throws<InvalidDataException>(() => TrainingData.Check(examples, config, new DpoOptions { MaxRowTokens = rowTokens })).Message;

        Assert.Contains("'oak' cannot be trained on: its id occurs twice", Error([example, example], Config));
        Assert.Contains("more than MaxRowTokens allows (16)", Error([example], Config, 16));
        Assert.Contains("more than the model has positions (20)", Error([example], Config with { MaxPositions = 20 }));
        Assert.Contains("outside the model's vocabulary of 9", Error([example], Config with { VocabularySize = 9 }));
        Assert.Throws<ArgumentException>(() => TrainingData.Check([], Config, new DpoOptions()));
    }

    [Theory]
    [InlineData(200, 256, 0)]
    [InlineData(30, 256, 2)]
    [InlineData(256, 35, 1)]
    [InlineData(16, 256, 3)]
    public void A_long_tree_loses_its_oldest_turns_as_many_as_needed(int maxTokens, int maxPositions, int dropped)
    {
        // A message has 5 tokens, a leaf 3 and a last trunk reply 3: k turns have 1 + 13k − 2 tokens, the deepest of their conversations 1 + 10(k − 1) + 5 + 3.
        var turns = Enumerable.Range(1, 4).Select(number => Turn(number, "a", "b", "c")).ToArray();
        var reader = new ExampleReader(Encoder, maxTokens, maxPositions, LongExamplePolicy.DropOldestTurns);

        var example = reader.Dpo(Tree("oak", turns))!;

        Assert.Equal(dropped, reader.DroppedTurns);
        Assert.Equal(Enumerable.Range(dropped + 1, 4 - dropped).SelectMany(turn => new[] { turn, turn }), example.Replies.Select(reply => reply.Turn));
        var rest = turns[dropped..].Select((turn, i) => turn with { Number = i + 1 }).ToArray();
        var alone = TreeLayout.ForDpo(Tree("oak", rest), Encoder)!;
        Assert.Equal(alone.Tokens, example.Tokens);
        Assert.Equal(alone.Positions, example.Positions);
        Assert.Equal(alone.Predictors, example.Predictors);
        Assert.Equal(alone.VisibleUntil, example.VisibleUntil);
    }

    [Fact]
    public void A_long_dialogue_loses_its_oldest_turns_but_not_the_system_message()
    {
        DialogueMessage[] old = [new(DialogueRole.User, "aaaa"), new(DialogueRole.Assistant, "b")];
        DialogueMessage[] rest = [new(DialogueRole.User, "c"), new(DialogueRole.Assistant, "d"), new(DialogueRole.User, "e")];
        var system = new DialogueMessage(DialogueRole.System, "s");
        var reader = new ExampleReader(Encoder, 20, 256, LongExamplePolicy.DropOldestTurns);

        var example = reader.Sft(new Dialogue("elm", [system, .. old, .. old, .. rest]))!;

        Assert.Equal(2, reader.DroppedTurns);
        Assert.Equal(DialogueLayout.Build(new Dialogue("elm", [system, .. rest]), Encoder).Tokens, example.Tokens);
    }

    [Fact]
    public void A_last_turn_that_is_too_long_alone_is_refused_by_name_and_so_is_any_under_the_other_policy()
    {
        string Error(LongExamplePolicy policy, params Turn[] turns) => Assert.Throws<InvalidDataException>(() => TrainingData.Read(
            reader => [("p", reader.Dpo(Tree("oak", turns)))], Encoder, Config, new DpoOptions { MaxRowTokens = 16, LongExamples = policy })).Message;

        Assert.Contains("'oak' cannot be trained on: it has", Error(LongExamplePolicy.DropOldestTurns, Turn(1, "a", "b", "c"), Turn(2, "aaaaaaaaaa", "b", "c")));
        Assert.EndsWith("LongExamples = DropOldestTurns would leave its oldest turns out.", Error(LongExamplePolicy.Error, Turn(1, "a", "b", "c"), Turn(2, "a", "b", "c")));
    }

    [Property]
    public void Packing_puts_every_example_into_one_row_that_holds_it(byte[] sizes, byte capacity)
    {
        var lengths = sizes.Select(size => 1 + size).ToArray();
        var limit = capacity + 1;

        var rows = RowPacker.Pack(lengths, limit);

        Assert.Equal(Enumerable.Range(0, lengths.Length), rows.SelectMany(row => row).Order());
        Assert.All(rows, row => Assert.True(row.Length == 1 || row.Sum(i => lengths[i]) <= limit));

        // Best fit: of any two rows the contents do not fit into one.
        for (var i = 1; i < rows.Length; i++)
        {
            Assert.True(rows[i - 1].Sum(j => lengths[j]) + rows[i].Sum(j => lengths[j]) > limit);
        }
    }

    [Fact]
    public void Packing_takes_the_fullest_row_that_fits()
        => Assert.Equal([[0, 2], [1, 3], [4]], RowPacker.Pack([6, 5, 4, 3, 3], 10));

    [Theory]
    [InlineData(1, 1_000)]
    [InlineData(2, 221)]
    [InlineData(4, 121)]
    public void A_small_batch_makes_a_row_for_every_worker(int workers, int capacity)
    {
        int[] lengths = [121, 100, 90, 60, 30];

        var limit = RowThreads.Capacity(lengths, workers, 1_000);

        Assert.Equal(capacity, limit);
        Assert.InRange(RowPacker.Pack(lengths, limit).Length, workers, workers + 1);
    }

    [Fact]
    public void Workers_do_not_lengthen_rows()
        => Assert.Equal(50, RowThreads.Capacity([40, 40, 40, 40], 2, 50));

    [Property]
    public void Rows_are_dealt_out_evenly(byte[] sizes, byte workers)
    {
        var lengths = sizes.Select(size => (int)size).ToList();

        var hands = RowThreads.Deal(lengths, 1 + (workers % 8));

        Assert.Equal(Enumerable.Range(0, lengths.Count), hands.SelectMany(hand => hand).Order());
        if (hands.Count > 0)
        {
            var loads = hands.Select(hand => hand.Sum(i => lengths[i])).ToList();
            Assert.True(loads.Max() - loads.Min() <= lengths.Max());
        }
    }
}
