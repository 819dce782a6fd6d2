using Aloe.Torch.Training;
using static Aloe.Torch.Tests.Training.TinyWorld;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests.Training;

public sealed class LossTests
{
    public LossTests() => TorchRuntime.EnsureLoaded();

    // Log-ratios 1 and −0.5, then −4 and 0; with β = 0.5 the margins are 0.75 and −2, and 1/(2β) is 1.
    [Theory]
    [InlineData(PreferenceLoss.Sigmoid, 0.38687101, 2.12692801)] // ln(1 + e^−0.75), ln(1 + e^2)
    [InlineData(PreferenceLoss.LengthNormalizedSigmoid, 0.38687101, 2.12692801)] // The same, once the ratios are per token.
    [InlineData(PreferenceLoss.Hinge, 0.25, 3)] // 1 − 0.75, 1 + 2
    [InlineData(PreferenceLoss.Ipo, 0.25, 25)] // (1.5 − 1)², (−4 − 1)²
    [InlineData(PreferenceLoss.Robust, 0.29312101, 2.37692801)] // (0.9 · 0.38687 − 0.1 · 1.13687) / 0.8, (0.9 · 2.12693 − 0.1 · 0.12693) / 0.8
    [InlineData(PreferenceLoss.ApoZero, 0.81536417, 1.38079708)] // 1 − σ(0.5) + σ(−0.25) = 1 − 0.62246 + 0.43782, 1 − σ(−2) + σ(0) = 1 − 0.11920 + 0.5
    [InlineData(PreferenceLoss.ApoDown, 0.94328063, 1)] // σ(0.5) + 1 − σ(0.75) = 0.62246 + 1 − 0.67918, σ(−2) + 1 − σ(−2)
    public void A_loss_equals_numbers_worked_out_by_hand(PreferenceLoss loss, double first, double second)
    {
        using var scope = NewDisposeScope();

        var losses = Loss(loss).PerPair(tensor([1.0, -4.0]), tensor([-0.5, 0.0])).data<double>().ToArray();

        Assert.Equal(first, losses[0], 1e-8);
        Assert.Equal(second, losses[1], 1e-8);
    }

    [Fact]
    public void A_hinge_is_flat_beyond_its_margin()
    {
        using var scope = NewDisposeScope();

        Assert.Equal([0, 0.5], Loss(PreferenceLoss.Hinge).PerPair(tensor([3.0, 1.0]), tensor([0.0, 0.0])).data<double>().ToArray());
    }

    [Fact]
    public void The_sigmoid_losses_neither_overflow_nor_vanish()
    {
        using var scope = NewDisposeScope();
        double[] Losses(PreferenceLoss loss) => Loss(loss).PerPair(tensor([-10_000.0, 10_000.0]), tensor([0.0, 0.0])).data<double>().ToArray();

        Assert.Equal([5_000, 0], Losses(PreferenceLoss.Sigmoid));
        Assert.Equal([5_625, -625], Losses(PreferenceLoss.Robust)); // m = ±5,000: (0.9 · 5,000) / 0.8 and (−0.1 · 5,000) / 0.8
    }

    [Fact]
    public void The_mean_of_the_robust_loss_over_wrong_labels_is_the_sigmoid_loss_of_the_right_ones()
    {
        using var scope = NewDisposeScope();
        var (chosen, rejected) = (tensor([1.0, -4.0]), tensor([-0.5, 0.0]));
        var robust = new RobustLoss(0.7, 0.2);

        var mean = (robust.PerPair(chosen, rejected) * 0.8) + (robust.PerPair(rejected, chosen) * 0.2);

        Assert.True(allclose(new SigmoidLoss(0.7).PerPair(chosen, rejected), mean, rtol: 1e-12, atol: 0));
    }

    [Theory]
    [InlineData(PreferenceLoss.Sigmoid)]
    [InlineData(PreferenceLoss.LengthNormalizedSigmoid)]
    [InlineData(PreferenceLoss.Hinge)]
    [InlineData(PreferenceLoss.Ipo)]
    [InlineData(PreferenceLoss.Robust)]
    [InlineData(PreferenceLoss.ApoZero)]
    [InlineData(PreferenceLoss.ApoDown)]
    public void Derivatives_equal_finite_differences(PreferenceLoss loss)
    {
        using var scope = NewDisposeScope();
        double Value(double chosen, double rejected) => Loss(loss).PerPair(tensor([chosen]), tensor([rejected])).item<double>();
        var chosen = tensor([0.1]).requires_grad_();
        var rejected = tensor([-0.7]).requires_grad_();

        Loss(loss).PerPair(chosen, rejected).backward();

        const double H = 1e-5;
        Assert.Equal((Value(0.1 + H, -0.7) - Value(0.1 - H, -0.7)) / (2 * H), chosen.grad!.item<double>(), 1e-8);
        Assert.Equal((Value(0.1, -0.7 + H) - Value(0.1, -0.7 - H)) / (2 * H), rejected.grad!.item<double>(), 1e-8);
        Assert.True(rejected.grad!.item<double>() > 0.01, "below its target, every loss lowers the rejected reply");
    }

    // The leaf c d end comes first: −1 − 2 − 3 = −6, reference −5, ratio −1. Then b end: −0.5 − 1.5 = −2, reference −4, ratio 2.
    [Theory]
    [InlineData(PreferenceLoss.Sigmoid, 0.20141328, 1, -0.5)] // ln(1 + e^−1.5)
    [InlineData(PreferenceLoss.LengthNormalizedSigmoid, 0.41437009, 0.5, -1 / 6.0)] // per token 2/2 and −1/3: ln(1 + e^(−0.5 · 4/3))
    [InlineData(PreferenceLoss.Ipo, 1 / 9.0, 0.5, -1 / 6.0)] // (4/3 − 1)²
    public void An_objective_sums_and_counts_the_tokens_of_each_reply(PreferenceLoss loss, double expected, double chosen, double rejected)
    {
        using var scope = NewDisposeScope();
        var row = Row([TreeLayout.ForDpo(Tree("t", Turn(1, "a", "b", "cd")), Encoder)!]);
        var objective = new DpoObjective(new DpoOptions { Loss = loss, Beta = 0.5 }, new ReferenceLogProbs(new() { ["t"] = [-5, -4] }));

        var half = StepMetrics.Read(objective.Evaluate(tensor([-1f, -2f, -3f, -0.5f, -1.5f]), row, new BatchTotals(2, 2, 4)).ToVector().data<double>().ToArray());

        // Half of the two pairs that the step is said to have.
        Assert.Equal(expected / 2, half.Loss, 1e-8);
        Assert.Equal((chosen / 2, rejected / 2), (half.RewardChosen!.Value, half.RewardRejected!.Value));
        Assert.Equal((chosen - rejected) / 2, half.Margin!.Value, 1e-12);
        Assert.Equal((-1, -3, 0.5), (half.LogProbChosen, half.LogProbRejected, half.Accuracy));
    }

    [Fact]
    public void Token_nll_counts_preferred_tokens_only_and_divides_by_those_of_the_whole_step()
    {
        using var scope = NewDisposeScope();
        var row = Row([TreeLayout.ForDpo(Tree("t", Turn(1, "a", "b", "cd")), Encoder)!]);

        // The leaf c d end comes first and does not count; then b, end.
        var nll = SftObjective.TokenNll(tensor([-9f, -9f, -9f, -1f, -2f]), row, new BatchTotals(1, 1, 4));

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

        var metrics = StepMetrics.Read(told.data<double>().ToArray());
        Assert.Equal(expected, metrics.Loss, 1e-5);
        Assert.Equal(-4 * expected, metrics.LogProbChosen, 1e-4);
        Assert.Equal((null, null, null), (metrics.LogProbRejected, metrics.Margin, metrics.Accuracy));
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
        var reference = Reference(model, examples);

        var told = new GradientPass(new ReplyLogProbs(model), new DpoObjective(options, reference)).Accumulate(Row(examples), BatchTotals.Of(examples));

        var metrics = StepMetrics.Read(told.data<double>().ToArray());
        // The reference was computed without gradients, by other kernels: sums of log-probs differ in their last float32 digits, and β multiplies that.
        Assert.Equal(Math.Log(2), metrics.Loss, Math.Max(1e-6, 1e-7 * beta));
        Assert.Equal(0, metrics.Margin!.Value, 1e-3);
    }

    [Fact]
    public void The_sft_term_is_added_with_its_weight()
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        EncodedExample[] examples = [TreeLayout.ForDpo(RandomTree("t", 3), Encoder)!];
        var reference = Reference(model, examples);
        double Loss(IObjective objective) => new GradientPass(new ReplyLogProbs(model), objective).Accumulate(Row(examples), BatchTotals.Of(examples)).data<double>()[0];

        var sft = Loss(new SftObjective());
        var both = Loss(new DpoObjective(new DpoOptions { SftWeight = 0.25 }, reference));

        Assert.True(sft > 1);
        Assert.Equal(Math.Log(2) + (0.25 * sft), both, 1e-5);
    }

    private static IPreferenceLoss Loss(PreferenceLoss loss) => IPreferenceLoss.Of(new DpoOptions { Loss = loss, Beta = 0.5, LabelSmoothing = 0.1 });
}
