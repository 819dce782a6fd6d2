using System.Text.Json.Nodes;
using Aloe.Samples.GenerateDataset.Spending;
using Aloe.Samples.GenerateDataset.Steps;
using Aloe.Samples.Progress;
using Microsoft.Extensions.AI;

namespace Aloe.Samples.GenerateDataset;

/// <summary>The whole job: personas → trees → training files. Progress goes to <paramref name="error"/>, the line of counts to <paramref name="output"/>.</summary>
internal sealed class DatasetRun(DatasetOptions options, TextWriter output, TextWriter error, TimeProvider time)
{
    private const int Steps = 3;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (options.DryRun)
        {
            var estimate = await new DryRun(options).EstimateAsync(cancellationToken).ConfigureAwait(false);
            await error.WriteAsync($"Nothing was sent. The run would take about\n{estimate.ToTable()}").ConfigureAwait(false);
            await output.WriteLineAsync(JsonNode.Parse(estimate.ToJson())!.ToJsonString()).ConfigureAwait(false);
            return 0;
        }

        var started = time.GetTimestamp();
        var files = new DatasetFiles(Path.GetFullPath(options.Out));
        Directory.CreateDirectory(files.Folder);
        await error.WriteLineAsync($"Aloe data set in '{options.Out}'. participants: {options.Provider.Participants}").ConfigureAwait(false);
        var budget = new RunBudget(options, files, time);
        var roles = Participants.Wrap(Participants.Create(options.Provider), (client, role) => new ChatClientBuilder(client).UseBudget(budget.Budget, role).Build());
        var context = new DatasetContext(options, files, new AloeContext(options.Seed), roles, budget.Budget);
        try
        {
            var counts = await MakeAsync(context, budget, cancellationToken).ConfigureAwait(false);
            counts = counts with { Seconds = Math.Round(time.GetElapsedTime(started).TotalSeconds, 1), PeakMemoryMib = PeakMemory.MiB() };
            await output.WriteLineAsync(counts.ToJson()).ConfigureAwait(false);
            return 0;
        }
        finally
        {
            budget.Save();
        }
    }

    private async Task<DatasetCounts> MakeAsync(DatasetContext context, RunBudget budget, CancellationToken cancellationToken)
    {
        var personas = await new PersonaStep(context).RunAsync(Progress("personas", 1), cancellationToken).ConfigureAwait(false);
        var trees = await new TreeStep(context, budget).RunAsync(personas, Progress("trees", 2), cancellationToken).ConfigureAwait(false);
        var split = await new ExportStep(context).RunAsync(personas, Progress("files", 3), cancellationToken).ConfigureAwait(false);
        var usage = budget.Budget.Report();
        return new DatasetCounts
        {
            Participants = options.Provider.Participants,
            Profiles = personas.Select(persona => persona.Profile).Distinct().Count(),
            Personalities = personas.Select(persona => persona.Personality).Distinct().Count(),
            Personas = personas.Count,
            Trees = trees.Completed,
            Pairs = (trees.Completed * 10) - trees.Ties,
            Ties = trees.Ties,
            TrainingTrees = split.Training,
            ValidationTrees = split.Validation,
            DroppedTrees = split.Dropped,
            Calls = usage.Calls,
            InputTokens = usage.InputTokens,
            OutputTokens = usage.OutputTokens,
            Cost = usage.Cost,
            Currency = usage.Currency,
        };
    }

    private StageProgress Progress(string name, int number)
    {
        var progress = new StageProgress(name, number, Steps, new PlainDisplay(error, time), time);
        progress.Start();
        return progress;
    }
}
