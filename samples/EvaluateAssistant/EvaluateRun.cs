using System.Text.Json.Nodes;
using Aloe.Evaluation;
using Aloe.Middleware;
using Aloe.Planning;
using Aloe.Reporting;
using Aloe.Runs;
using Aloe.Samples.Progress;
using Aloe.Samples.Spending;
using Microsoft.Extensions.AI;

namespace Aloe.Samples.EvaluateAssistant;

/// <summary>The whole job: conversations → scores → verdict → reports. Progress goes to <paramref name="error"/>, the line of figures to <paramref name="output"/>.</summary>
internal sealed class EvaluateRun(EvaluateOptions options, TextWriter output, TextWriter error, TimeProvider time)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var benchmark = Cases();
        var prices = ModelPrices.Load(options.Prices, Models());
        if (options.DryRun)
        {
            return await TellPlanAsync(benchmark, prices).ConfigureAwait(false);
        }

        var started = time.GetTimestamp();
        var files = new EvaluateFiles(Path.GetFullPath(options.Out));
        var budget = new RunBudget(prices, options.MaxCost, files.Usage, time);
        using var stop = new BudgetStop(cancellationToken);
        using var cache = options.Cache is null ? null : await DiskCache.OpenAsync(options.Cache).ConfigureAwait(false);
        var contestants = new Contestants(options, (client, role, _) => stop.Watch(Pipeline(client, role, budget.Budget, cache)));
        try
        {
            var report = await PlayAsync(contestants, benchmark, files, budget, stop.Token).ConfigureAwait(false);
            var verdict = ModelVerdict.Of(report, new VerdictOptions { Seed = options.Seed });
            await EvaluationReport.WriteAsync(files.Folder, report, verdict, cancellationToken).ConfigureAwait(false);
            await GitHubSummary.AppendAsync(verdict, cancellationToken: cancellationToken).ConfigureAwait(false);
            await output.WriteLineAsync((Sum(verdict, budget.Budget.Report()) with { Seconds = Math.Round(time.GetElapsedTime(started).TotalSeconds, 1), PeakMemoryMib = PeakMemory.MiB() }).ToJson()).ConfigureAwait(false);
            return 0;
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
}
