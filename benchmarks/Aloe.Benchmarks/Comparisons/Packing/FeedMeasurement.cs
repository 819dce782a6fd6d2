using System.Diagnostics;
using System.Globalization;
using Aloe.Torch;
using Aloe.Torch.Training;
using static TorchSharp.torch;

namespace Aloe.Benchmarks.Comparisons.Packing;

/// <summary>How long a training waits for its rows: one with rows made ahead, against making them in the step.</summary>
internal static class FeedMeasurement
{
    private const int BatchSize = 2;

    public static (IReadOnlyList<Target> Targets, bool Agreed) Run(SimulatedTrees trees, int steps)
    {
        var examples = trees.Examples.Take(BatchSize * steps).ToList();
        var options = new SftOptions { BatchSize = BatchSize, Epochs = 1, MaxRowTokens = 2_048, Seed = 1 };
        var config = BenchmarkModel.Named("5M").Config;
        var settings = RunSettings.Of(config, CPU, options, new TorchTrainerOptions());
        var told = Train(config, examples, options, settings);
        using var model = DecoderModel.Create(config, seed: 1, CPU, ScalarType.Float32);
        var (making, loss) = FirstStepWithoutFeed(model, examples, options, settings);
        var (total, waiting) = (told.Sum(step => step.Duration.TotalSeconds), told.Sum(step => step.Waiting.TotalSeconds));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{told.Count} steps of the 5M model, {BatchSize} trees each: {1e3 * total / told.Count:F0} ms a step, of which {1e3 * waiting / told.Count:F3} ms waiting for rows; made in the step, the rows of one take {1e3 * making:F3} ms"));
        return ([new("waiting for rows, % of the step", 1, 100 * waiting / total, "F3", IsMost: true)], told[0].Loss == loss);
    }

    private static List<TrainingProgress> Train(DecoderConfig config, List<EncodedExample> examples, TrainingOptions options, RunSettings settings)
    {
        var folder = Directory.CreateTempSubdirectory("aloe-feed-").FullName;
        try
        {
            using var model = DecoderModel.Create(config, seed: 1, CPU, ScalarType.Float32);
            var run = new TrainingRun(model, new TrainingData(examples, [], 0), options, settings, TimeProvider.System);
            var checkpoints = new CheckpointStore(Path.Combine(folder, "checkpoints"), 1, new TrainingLog(Path.Combine(folder, "log"), null, TimeProvider.System));
            var steps = new StepList();
            run.Execute(new SftObjective(), unrounded: null, checkpoints, folder, steps, CancellationToken.None);
            return steps.All;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (double Seconds, double Loss) FirstStepWithoutFeed(DecoderModel model, List<EncodedExample> examples, TrainingOptions options, RunSettings settings)
    {
        using var scope = NewDisposeScope();
        using var share = new ThreadShare(settings.Workers);
        using var gradients = new ParallelGradients(model, new SftObjective(), settings.Workers);
        EncodedExample[] batch = [.. new BatchPlan(examples.Count, options.BatchSize, options.Epochs, options.Seed).Batch(1).Select(i => examples[i])];
        int[] lengths = [.. batch.Select(example => example.Tokens.Length)];
        var rows = RowPacker.Pack(lengths, RowThreads.Capacity(lengths, settings.Workers, settings.RowTokens)).Select(row => (EncodedExample[])[.. row.Select(i => batch[i])]).ToList();
        var making = 0L;
        var told = gradients.Compute(
            rows,
            row =>
            {
                var start = Stopwatch.GetTimestamp();
                var made = RowTensors.Create(row, settings.QueryBlock, CPU, ScalarType.Float32);
                Interlocked.Add(ref making, Stopwatch.GetTimestamp() - start);
                return made;
            },
            BatchTotals.Of(batch));
        return ((double)making / Stopwatch.Frequency / settings.Workers, told.data<double>()[0]);
    }

    private sealed class StepList : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> All { get; } = [];

        public void Report(TrainingProgress value) => All.Add(value);
    }
}
