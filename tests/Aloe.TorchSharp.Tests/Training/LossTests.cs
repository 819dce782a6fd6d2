using Aloe.Torch.Training;
using static Aloe.Torch.Tests.Training.TinyWorld;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests.Training;

public sealed class LossTests
{
    public LossTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void The_sigmoid_loss_equals_numbers_worked_out_by_hand()
    {
        using var scope = NewDisposeScope();

        // 0.5 · ((−10 + 11) − (−12 + 11.5)) = 0.75 and 0.5 · ((−8 + 4) − (−3 + 3)) = −2.
        var margins = new SigmoidDpoLoss(0.5).Margins(
            tensor([-10.0, -8.0]), tensor([-12.0, -3.0]), tensor([-11.0, -4.0]), tensor([-11.5, -3.0]));
        var losses = SigmoidDpoLoss.PerPair(margins).data<double>().ToArray();

        Assert.Equal([0.75, -2], margins.data<double>().ToArray());
        Assert.Equal(Math.Log(1 + Math.Exp(-0.75)), losses[0], 1e-12);
        Assert.Equal(2.1269280110429722, losses[1], 1e-12);
    }

    [Fact]
    public void The_sigmoid_loss_neither_overflows_nor_vanishes()
    {
        using var losses = SigmoidDpoLoss.PerPair(tensor([-5000.0, 5000.0]));

        Assert.Equal([5000, 0], losses.data<double>().ToArray());
    }

    [Fact]
    public void The_derivative_of_the_sigmoid_loss_equals_finite_differences()
    {
        using var scope = NewDisposeScope();
        double Loss(double chosen, double rejected) => Value(tensor(chosen), tensor(rejected)).item<double>();
        static Tensor Value(Tensor chosen, Tensor rejected)
            => SigmoidDpoLoss.PerPair(new SigmoidDpoLoss(0.9).Margins(chosen, rejected, tensor(-7.5), tensor(-6.0)));
        var chosen = tensor(-7.0).requires_grad_();
        var rejected = tensor(-6.5).requires_grad_();

        Value(chosen, rejected).backward();

        const double H = 1e-5;
        Assert.Equal((Loss(-7 + H, -6.5) - Loss(-7 - H, -6.5)) / (2 * H), chosen.grad!.item<double>(), 1e-8);
        Assert.Equal((Loss(-7, -6.5 + H) - Loss(-7, -6.5 - H)) / (2 * H), rejected.grad!.item<double>(), 1e-8);
        Assert.True(chosen.grad!.item<double>() < -0.1);
    }

    [Fact]
    public void Token_nll_counts_preferred_tokens_only_and_divides_by_those_of_the_whole_step()
    {
        using var scope = NewDisposeScope();
        var row = Row([TreeLayout.ForDpo(Tree("t", Turn(1, "a", "b", "cd")), Encoder)!]);

        // The leaf c d end comes first and does not count; then b, end.
        var nll = SftObjective.TokenNll(tensor([-9f, -9f, -9f, -1f, -2f]), row, new BatchTotals(1, 4));

        Assert.Equal(0.75, nll.item<double>(), 1e-12);
    }

    [Fact]
    public void Sft_loss_is_the_mean_nll_of_the_reply_under_a_plain_softmax()
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        var example = DialogueLayout.Build(new Dialogue("d", [new(DialogueRole.User, "ab"), new(DialogueRole.Assistant, "cde")]), Encoder);
        int[] tokens = [Bos, 1, 2, 10, 11, 4, 5, 3, 2, 12, 13, 14, 4];
        var logits = model.Logits(model.Hidden(tensor(tokens, int64).unsqueeze(0), arange(13, int64).unsqueeze(0))).squeeze(0);
        var expected = 0.0;
        for (var i = 9; i < 13; i++)
        {
            var scores = logits[i - 1].data<float>().ToArray();
            expected -= (scores[tokens[i]] - Math.Log(scores.Sum(score => Math.Exp(score)))) / 4;
        }

        var told = new GradientPass(new ReplyLogProbs(model), new SftObjective()).Accumulate(Row([example]), BatchTotals.Of([example]));

        Assert.Equal(expected, told.data<double>()[0], 1e-5);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.9)]
    [InlineData(50)]
    public void The_first_dpo_loss_is_the_logarithm_of_two(double beta)
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        var examples = RandomTrees(3).Select(tree => TreeLayout.ForDpo(tree, Encoder)!).ToList();
        var options = new DpoOptions { Beta = beta };
        var reference = new TrainingRun(model, examples, options, new TorchTrainerOptions()).Reference(TestContext.Current.CancellationToken);

        var told = new GradientPass(new ReplyLogProbs(model), new DpoObjective(options, reference)).Accumulate(Row(examples), BatchTotals.Of(examples));

        Assert.Equal(Math.Log(2), told.data<double>()[0], 1e-6);
        Assert.Equal(0, told.data<double>()[2], 1e-3);
    }

    [Fact]
    public void The_sft_term_is_added_with_its_weight()
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        EncodedExample[] examples = [TreeLayout.ForDpo(RandomTree("t", 3), Encoder)!];
        var reference = new TrainingRun(model, examples, new DpoOptions(), new TorchTrainerOptions()).Reference(TestContext.Current.CancellationToken);
        double Loss(IObjective objective) => new GradientPass(new ReplyLogProbs(model), objective).Accumulate(Row(examples), BatchTotals.Of(examples)).data<double>()[0];

        var sft = Loss(new SftObjective());
        var both = Loss(new DpoObjective(new DpoOptions { SftWeight = 0.25 }, reference));

        Assert.True(sft > 1);
        Assert.Equal(Math.Log(2) + (0.25 * sft), both, 1e-5);
    }
}
