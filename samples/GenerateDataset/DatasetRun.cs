using System.Text.Json.Nodes;
using Aloe.Middleware;
using Aloe.Runs;
using Aloe.Samples.GenerateDataset.Spending;
using Aloe.Samples.GenerateDataset.Steps;
using Aloe.Samples.Progress;
using Aloe.Samples.Spending;
using Microsoft.Extensions.AI;

namespace Aloe.Samples.GenerateDataset;

/// <summary>The whole job: personas → trees → training files → reports. Progress goes to <paramref name="error"/>, the line of counts to <paramref name="output"/>.</summary>
internal sealed class DatasetRun(DatasetOptions options, TextWriter output, TextWriter error, TimeProvider time)
{
    private const int Steps = 4;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (options.DryRun)
        {
            var estimate = new DryRun(options).Estimate();
            await error.WriteAsync($"Nothing was sent. The run would take about\n{estimate.ToTable()}").ConfigureAwait(false);
            await output.WriteLineAsync(JsonNode.Parse(estimate.ToJson())!.ToJsonString()).ConfigureAwait(false);
            return 0;
        }

        var started = time.GetTimestamp();
        var files = new DatasetFiles(Path.GetFullPath(options.Out));
        var settings = DatasetSettings.Of(options);
        using var guard = Hold(files);
        await error.WriteLineAsync($"Aloe data set in '{options.Out}'. participants: {options.Provider.Participants}").ConfigureAwait(false);
        var budget = new RunBudget(ModelPrices.Load(options.Prices, options.Provider.Models), options.MaxCost, files.Usage, time);
        using var stop = new BudgetStop(cancellationToken);
        try
        {
            var context = new DatasetContext(options, settings, files, new AloeContext(options.Seed), Roles(budget.Budget, stop));
            var counts = await MakeAsync(context, budget, stop.Token).ConfigureAwait(false);
            counts = counts with { Seconds = Math.Round(time.GetElapsedTime(started).TotalSeconds, 1), PeakMemoryMib = PeakMemory.MiB() };
            AtomicFile.WriteAllText(files.Counts, counts.ToJson() + "\n");
            await output.WriteLineAsync(counts.ToJson()).ConfigureAwait(false);
            return counts.FailedTrees > 0 ? await TellFailedAsync(counts.FailedTrees).ConfigureAwait(false) : 0;
        }
        catch (OperationCanceledException) when (stop.Refusal is { } refusal && !cancellationToken.IsCancellationRequested)
        {
            throw refusal;
        }
        catch (Exception refused) when (refused is RunDiffersException or RunLockedException)
        {
            throw new UsageException(refused.Message);
        }
        finally
        {
            budget.Save();
        }
    }

    /// <summary>The roles of the provider: counted, and tried again where a failure passes.</summary>
    private AloeRoles Roles(Budget budget, BudgetStop stop)
        => Participants.Wrap(Participants.Create(options.Provider), (client, role) => stop.Watch(new ChatClientBuilder(client).UseRetry().UseBudget(budget, role).Build()));

    /// <summary>Keeps other processes out: the files behind the trees have no lock of their own.</summary>
    private RunLock Hold(DatasetFiles files)
    {
        try
        {
            Directory.CreateDirectory(files.Folder);
            return RunLock.Take(files.Lock, time);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--out '{options.Out}' cannot be used: {error.Message}");
        }
    }

    private async Task<DatasetCounts> MakeAsync(DatasetContext context, RunBudget budget, CancellationToken cancellationToken)
    {
        var grown = await new PersonaStep(context).RunAsync(Progress("personas", 1), cancellationToken).ConfigureAwait(false);
        var personas = grown.All;
        var trees = await new TreeStep(context, budget).RunAsync(personas, Progress("trees", 2), cancellationToken).ConfigureAwait(false);
        var export = await new ExportStep(context).RunAsync(personas, Progress("files", 3), cancellationToken).ConfigureAwait(false);
        await new ReportStep(context).RunAsync(grown, export, Progress("reports", 4), cancellationToken).ConfigureAwait(false);
        var usage = budget.Budget.Report();
        return new DatasetCounts
        {
            Participants = options.Provider.Participants,
            Profiles = personas.Select(persona => persona.Profile).Distinct().Count(),
            Personalities = personas.Select(persona => persona.Personality).Distinct().Count(),
            Personas = personas.Count,
            Trees = trees.Completed,
            FailedTrees = trees.Failed,
            Ties = trees.Ties,
            TrainingTrees = export.Training,
            ValidationTrees = export.Validation,
            DroppedTrees = export.Dropped,
            Calls = usage.Calls,
            InputTokens = usage.InputTokens,
            OutputTokens = usage.OutputTokens,
            Cost = usage.Cost,
            Currency = usage.Currency,
        };
    }

    private async Task<int> TellFailedAsync(int failed)
    {
        await error.WriteLineAsync($"{failed} trees failed; failed.jsonl says why. The same command with --retry-failed takes them up again.").ConfigureAwait(false);
        return 0;
    }

    private StageProgress Progress(string name, int number)
    {
        var progress = new StageProgress(name, number, Steps, new PlainDisplay(error, time), time);
        progress.Start();
        return progress;
    }
}
