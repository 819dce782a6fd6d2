using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>The recipe of a training run: batches, rows, gradients, clipping, optimizer, checkpoints.</summary>
internal sealed class TrainingRun
{
    private readonly DecoderModel _model;
    private readonly IReadOnlyList<EncodedExample> _examples;
    private readonly TrainingOptions _options;
    private readonly BatchPlan _plan;
    private readonly int _rowTokens;
    private readonly int _queryBlock;
    private readonly int _workers;

    public TrainingRun(DecoderModel model, IReadOnlyList<EncodedExample> examples, TrainingOptions options, TorchTrainerOptions machine)
    {
        var onCpu = model.Device.type == TorchSharp.DeviceType.CPU;
        _model = model;
        _examples = examples;
        _options = options;
        _plan = new BatchPlan(examples.Count, options.BatchSize, options.Epochs, options.Seed);
        _rowTokens = Math.Min(options.MaxRowTokens, machine.RowTokens > 0 ? machine.RowTokens : onCpu ? 1_024 : options.MaxRowTokens);
        _queryBlock = machine.AttentionBlock > 0 ? machine.AttentionBlock : onCpu ? 128 : 1_024;
        _workers = machine.Workers > 0 ? machine.Workers : RowThreads.CountFor(model);
    }

    /// <summary>Log-probs of all replies under the model as it is now.</summary>
    public ReferenceLogProbs Reference(CancellationToken cancellationToken)
    {
        using var share = new ThreadShare(_workers);
        return ReferenceLogProbs.Compute(_model, [.. _plan.FirstEpoch.SelectMany(Rows)], Place, _workers, cancellationToken);
    }

    /// <summary>Trains from the last checkpoint, or from the start where there is none, to the end.</summary>
    public TrainingState Execute(IObjective objective, RunFolder folder, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using var share = new ThreadShare(_workers);
        using var gradients = new ParallelGradients(_model, objective, _workers);
        var schedule = LearningRateSchedule.For(_options, _plan.Steps);
        using var optimizer = new AdamW(_model.Trainable, _options.WeightDecay);
        var state = folder.Restore(_model, optimizer) ?? TrainingState.Start;
        var stored = state.Step;
        while (state.Step < _plan.Steps)
        {
            if (cancellationToken.IsCancellationRequested || state.Step - stored == _options.CheckpointEvery)
            {
                if (state.Step > stored)
                {
                    folder.Checkpoint(_model, optimizer, state);
                    stored = state.Step;
                }

                cancellationToken.ThrowIfCancellationRequested();
            }

            var done = Step(state.Step + 1, gradients, optimizer, schedule);
            state = state.After(done);
            progress?.Report(done);
        }

        return state;
    }

    private TrainingProgress Step(int step, ParallelGradients gradients, AdamW optimizer, LearningRateSchedule schedule)
    {
        using var scope = NewDisposeScope();
        var batch = _plan.Batch(step);
        var rows = Rows(batch).ToList();
        var totals = BatchTotals.Of(batch.Select(i => _examples[i]));
        var shares = gradients.Compute(rows, Place, totals);

        // The only wait for the device in a step.
        var told = cat([shares, GradientNorm.Of(_model.Trainable).unsqueeze(0)]).cpu().data<double>().ToArray();
        var (metrics, norm) = (StepMetrics.Read(told), told[StepMetrics.Count]);
        if (!double.IsFinite(metrics.Loss) || !double.IsFinite(norm))
        {
            throw NotFinite(step, batch, gradients);
        }

        var learningRate = schedule.At(step);
        optimizer.Step(step, learningRate, GradientNorm.Scale(norm, _options.MaxGradientNorm));
        return new TrainingProgress(step, _plan.Steps, metrics.Loss, learningRate, norm, rows.Sum(row => row.Sum(example => (long)example.Tokens.Length)))
        {
            Accuracy = metrics.Accuracy,
            Margin = metrics.Margin,
            RewardChosen = metrics.RewardChosen,
            RewardRejected = metrics.RewardRejected,
            LogProbChosen = metrics.LogProbChosen,
            LogProbRejected = metrics.LogProbRejected,
            Examples = batch.Length,
        };
    }

    private IEnumerable<IReadOnlyList<EncodedExample>> Rows(int[] batch)
    {
        var lengths = Array.ConvertAll(batch, i => _examples[i].Tokens.Length);
        return RowPacker.Pack(lengths, RowThreads.Capacity(lengths, _workers, _rowTokens))
            .Select(row => (IReadOnlyList<EncodedExample>)[.. row.Select(i => _examples[batch[i]])]);
    }

    private RowTensors Place(IReadOnlyList<EncodedExample> row) => RowTensors.Create(row, _queryBlock, _model.Device, _model.DType);

    // Slow, and only on the way to an error: each example alone, until one shows the fault.
    private InvalidDataException NotFinite(int step, int[] batch, ParallelGradients gradients)
    {
        foreach (var example in batch.Select(i => _examples[i]))
        {
            using var scope = NewDisposeScope();
            var loss = gradients.Compute([[example]], Place, BatchTotals.Of([example])).cpu().data<double>()[0];
            var what = !double.IsFinite(loss) ? "loss"
                : !double.IsFinite(GradientNorm.Of(_model.Trainable).cpu().item<double>()) ? "gradient"
                : null;
            if (what is not null)
            {
                return new InvalidDataException($"Step {step}: the {what} of example '{example.Id}' is not finite. Nothing of this step was kept.");
            }
        }

        return new InvalidDataException($"Step {step}: loss or gradient is not finite, but that of no single example is ({string.Join(", ", batch.Select(i => $"'{_examples[i].Id}'"))}). Nothing of this step was kept.");
    }
}
