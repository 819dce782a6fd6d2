using Aloe.Torch.Training;
using static Aloe.Torch.Tests.Training.TinyWorld;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests.Training;

/// <summary>Not beside other tests: they change the number of threads of the whole process, and with it the last bits.</summary>
[Collection(nameof(MemoryTests))]
public sealed class ActivationCheckpointingTests : IDisposable
{
    private readonly DecoderModel _model = Model();
    private readonly IReadOnlyList<EncodedExample> _examples = [.. RandomTrees(4, turns: 5).Select(tree => TreeLayout.ForDpo(tree, Encoder)!)];

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void Loss_and_gradients_are_those_of_kept_activations_to_the_last_bit(int workers, bool lora)
    {
        if (lora)
        {
            Adapt(_model);
        }

        var (expectedLoss, expected) = Compute(workers, checkpointing: false);
        var (loss, gradients) = Compute(workers, checkpointing: true);

        Assert.Equal(expectedLoss, loss);
        Assert.Equal(_model.Trainable.Select(pair => pair.Key), gradients.Keys);
        Assert.Equal(0, Difference(expected, gradients));
    }

    [Fact]
    public void An_exception_in_the_backward_pass_of_a_layer_arrives_where_training_can_catch_it()
    {
        _model.ActivationCheckpointing = true;
        var weight = _model.Parameters.Single(pair => pair.Key == "model.layers.0.self_attn.q_proj.weight").Value;
        using var scope = NewDisposeScope();
        var pass = new GradientPass(new ReplyLogProbs(_model), new Sabotage(weight.Dispose));

        var error = Assert.ThrowsAny<Exception>(() => pass.Accumulate(Row(_examples), BatchTotals.Of(_examples)));

        Assert.Contains(nameof(DecoderLayer), error.StackTrace, StringComparison.Ordinal);
        _model.BackwardFailure.Rethrow();
    }

    [Theory]
    [InlineData("model.layers.0.self_attn.q_proj.weight")]
    [InlineData("model.layers.1.mlp.down_proj.weight")]
    public void One_trained_weight_among_frozen_ones_gets_its_gradient(string trained)
    {
        foreach (var (name, parameter) in _model.Parameters)
        {
            parameter.requires_grad = name == trained;
        }

        var (_, expected) = Compute(workers: 1, checkpointing: false);
        var (_, gradients) = Compute(workers: 1, checkpointing: true);

        Assert.Equal([trained], gradients.Keys);
        Assert.Equal(0, Difference(expected, gradients));
    }

    [Fact]
    public void Without_gradients_nothing_changes()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var row = Row(_examples);
        var expected = new ReplyLogProbs(_model).Predicting(row);
        _model.ActivationCheckpointing = true;

        Assert.Equal(expected.data<float>().ToArray(), new ReplyLogProbs(_model).Predicting(row).data<float>().ToArray());
    }

    /// <summary>Does harm between the forward and the backward pass.</summary>
    private sealed class Sabotage(Action harm) : IObjective
    {
        public ObjectiveValue Evaluate(Tensor logProbs, RowTensors row, BatchTotals totals)
        {
            harm();
            return new SftObjective().Evaluate(logProbs, row, totals);
        }
    }

    private (double Loss, Dictionary<string, float[]> Gradients) Compute(int workers, bool checkpointing)
    {
        using var scope = NewDisposeScope();
        _model.ActivationCheckpointing = checkpointing;
        using var gradients = new ParallelGradients(_model, new SftObjective(), workers);
        var loss = gradients.Compute([.. _examples.Select(example => new[] { example })], row => Row(row), BatchTotals.Of(_examples)).data<double>()[0];
        return (loss, gradients.Gradients.ToDictionary(pair => pair.Key, pair => pair.Value.data<float>().ToArray()));
    }
}
