using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>The recipe of a training run: batches, rows, gradients, clipping, optimizer, evaluation, checkpoints.</summary>
internal sealed class TrainingRun
{
    private readonly DecoderModel _model;
    private readonly TrainingData _data;
    private readonly TrainingOptions _options;
    private readonly RunSettings _settings;
    private readonly TimeProvider _time;
    private readonly BatchPlan _plan;

    public TrainingRun(DecoderModel model, TrainingData data, TrainingOptions options, RunSettings settings, TimeProvider time)
    {
        _model = model;
        _data = data;
        _options = options;
        _settings = settings;
        _time = time;
        _plan = new BatchPlan(data.Training.Count, options.BatchSize, options.Epochs, options.Seed);
    }

    private List<KeyValuePair<string, Tensor>> Trained => [.. _model.Trainable.Select(pair => KeyValuePair.Create(pair.Key, (Tensor)pair.Value))];

    /// <summary>Log-probs of all replies, also of those held out, under the model as it is now.</summary>
    public ReferenceLogProbs Reference(CancellationToken cancellationToken)
    {
        using var share = new ThreadShare(_settings.Workers);
        return ReferenceLogProbs.Compute(_model, [.. _plan.FirstEpoch.SelectMany(batch => Rows(Examples(batch))), .. Rows(_data.HeldOut)], Place, _settings.Workers, cancellationToken);
    }

    /// <summary>Trains from the last checkpoint, or from the start where there is none, to the end.</summary>
    /// <param name="objective">What is minimised.</param>
    /// <param name="unrounded">The weights that the model was loaded from, in whatever type; null where it has changed since, or an adapter is trained.</param>
    /// <param name="checkpoints">Where the state is kept.</param>
    /// <param name="metricsFolder">Where the numbers of every step go.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public TrainingState Execute(
        IObjective objective, ModelWeights? unrounded, CheckpointStore checkpoints, string metricsFolder, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using var share = new ThreadShare(_settings.Workers);
        using var gradients = new ParallelGradients(_model, objective, _settings.Workers);
        using var optimizer = new AdamW(_model.Trainable, _options.WeightDecay, unrounded);
        var schedule = LearningRateSchedule.For(_options, _plan.Steps);
        var heldOut = _data.HeldOut.Count > 0 ? new HeldOutEvaluation(_model, objective, Rows(_data.HeldOut), Place, _settings.Workers) : null;
        var state = checkpoints.Restore(Trained, optimizer.State) ?? TrainingState.Start;
        var stored = state.Step;
        using var metrics = MetricsLog.Open(metricsFolder, state.Step, _time);
        using var feed = new RowFeed(Place, _settings.Workers, _time);
        var next = Ask(feed, state.Step + 1);
        while (state.Step < _plan.Steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var step = state.Step + 1;
            var rows = next;
            next = Ask(feed, step + 1);
            var done = Step(step, rows, feed, gradients, optimizer, schedule);
            if (heldOut is not null && (step % _options.EvaluateEvery == 0 || step == _plan.Steps))
            {
                done = done with { HeldOut = heldOut.Evaluate(cancellationToken) };
            }

            state = state.After(done);
            metrics.Write(done);
            progress?.Report(done);
            if (step == _plan.Steps)
            {
                break;
            }

            if (step - stored == _options.CheckpointEvery || state.BestStep == step || cancellationToken.IsCancellationRequested)
            {
                checkpoints.Save(Trained, [.. optimizer.State], state);
                stored = step;
            }
        }

        return state;
    }

    /// <summary>Puts the weights of the lowest held-out loss into the model; false where those of the last step are the ones, or the checkpoint is gone.</summary>
    public bool TakeBest(CheckpointStore checkpoints, TrainingState state)
        => state.BestStep > 0 && state.BestStep < state.Step && checkpoints.TryLoadWeights(state.BestStep, Trained);

    private StepRows Ask(RowFeed feed, int step)
    {
        var examples = step <= _plan.Steps ? Examples(_plan.Batch(step)) : [];
        var rows = new StepRows(examples, Rows(examples));
        feed.Ask(RowThreads.InOrder(rows.Rows, _settings.Workers));
        return rows;
    }

    private TrainingProgress Step(int step, StepRows rows, RowFeed feed, ParallelGradients gradients, AdamW optimizer, LearningRateSchedule schedule)
    {
        using var scope = NewDisposeScope();
        var (started, waited) = (_time.GetTimestamp(), feed.Waited);
        var shares = gradients.Compute(rows.Rows, feed.Take, rows.Totals);

        // The only wait for the device in a step.
        var told = cat([shares, GradientNorm.Of(gradients.Gradients).unsqueeze(0)]).cpu().data<double>().ToArray();
        var (metrics, norm) = (StepMetrics.Read(told), told[StepMetrics.Count]);
        if (!double.IsFinite(metrics.Loss) || !double.IsFinite(norm))
        {
            throw NotFinite(step, rows.Examples, gradients);
        }

        var learningRate = schedule.At(step);
        optimizer.Step(step, learningRate, GradientNorm.Scale(norm, _options.MaxGradientNorm), gradients.Gradients);
        return new TrainingProgress(step, _plan.Steps, metrics.Loss, learningRate, norm, rows.Tokens)
        {
            Accuracy = metrics.Accuracy,
            Margin = metrics.Margin,
            RewardChosen = metrics.RewardChosen,
            RewardRejected = metrics.RewardRejected,
            LogProbChosen = metrics.LogProbChosen,
            LogProbRejected = metrics.LogProbRejected,
            Examples = rows.Examples.Count,
            Duration = _time.GetElapsedTime(started),
            Waiting = (feed.Waited - waited) / _settings.Workers,
            MemoryBytes = DeviceMemory.Used(_model.Device),
        };
    }

    private EncodedExample[] Examples(int[] batch) => Array.ConvertAll(batch, i => _data.Training[i]);

    private IReadOnlyList<EncodedExample>[] Rows(IReadOnlyList<EncodedExample> examples)
    {
        int[] lengths = [.. examples.Select(example => example.Tokens.Length)];
        return lengths.Length == 0
            ? []
            : Array.ConvertAll(RowPacker.Pack(lengths, RowThreads.Capacity(lengths, _settings.Workers, _settings.RowTokens)), row => (IReadOnlyList<EncodedExample>)Array.ConvertAll(row, i => examples[i]));
    }

    private RowTensors Place(IReadOnlyList<EncodedExample> row) => RowTensors.Create(row, _settings.QueryBlock, _model.Device, _model.DType);

    // Slow, and only on the way to an error: each example alone, until one shows the fault.
    private InvalidDataException NotFinite(int step, IReadOnlyList<EncodedExample> batch, ParallelGradients gradients)
    {
        foreach (var example in batch)
        {
            using var scope = NewDisposeScope();
            var loss = gradients.Compute([[example]], Place, BatchTotals.Of([example])).cpu().data<double>()[0];
            var what = !double.IsFinite(loss) ? "loss"
                : !double.IsFinite(GradientNorm.Of(gradients.Gradients).cpu().item<double>()) ? "gradient"
                : null;
            if (what is not null)
            {
                return new InvalidDataException($"Step {step}: the {what} of example '{example.Id}' is not finite. Nothing of this step was kept.");
            }
        }

        return new InvalidDataException($"Step {step}: loss or gradient is not finite, but that of no single example is ({string.Join(", ", batch.Select(example => $"'{example.Id}'"))}). Nothing of this step was kept.");
    }
}
