using System.Text.Json.Nodes;
using Aloe.Data;
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
        await using var cache = Cache();
        var contestants = new Contestants(options, (client, role) => stop.Watch(Pipeline(client, role, budget.Budget, cache)));
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

    private DiskCache? Cache()
    {
        try
        {
            return options.Cache is null ? null : new DiskCache(options.Cache);
        }
        catch (CacheFileException unusable)
        {
            throw new UsageException($"--cache: {unusable.Message}");
        }
    }

    private Benchmark Cases()
    {
        try
        {
            var all = options.CasesFile is null ? AloeBenchmark.Aloe100 : AloeBenchmark.FromCases(options.CasesFile);
            return all.Take(Math.Min(options.Cases, all.Cases.Count));
        }
        catch (Exception bad) when (bad is DataFormatException or ArgumentException)
        {
            throw new UsageException($"--cases-file: {bad.Message}");
        }
    }

    private async Task<AlignmentReport> PlayAsync(Contestants contestants, Benchmark benchmark, EvaluateFiles files, RunBudget budget, CancellationToken cancellationToken)
    {
        var assistant = contestants.Assistant();
        var roles = contestants.Roles();
        await error.WriteLineAsync($"{assistant.Name} meets {benchmark.Cases.Count} people of {benchmark.Name} in '{options.Out}'. participants: {(options.Judge.IsSimulated ? "simulated" : options.Judge.Provider)}").ConfigureAwait(false);
        var progress = new StageProgress("talk", 1, 1, new PlainDisplay(error, time), time);
        progress.Start();
        var relay = new Relay<RunProgress>(state =>
        {
            progress.Report(state.Completed + state.Failed, state.Total, $"{state.Completed} conversations{(state.Failed > 0 ? $", {state.Failed} failed" : "")}");
            budget.SaveNowAndThen();
        });
        var report = await new BenchmarkRun(roles, files.Cases, settings: Settings())
            .EvaluateAsync(assistant, benchmark, EvaluationOptions(), new RunOptions { RetryFailed = options.RetryFailed }, relay, cancellationToken).ConfigureAwait(false);
        progress.Finish($"{report.Cases.Count} conversations, {report.Failed.Count} failed, {report.Missing} scores missing");
        return report;
    }

    private EvaluationOptions EvaluationOptions() => new()
    {
        Turns = options.Turns,
        Concurrency = options.Concurrency,
        JudgeRounds = options.Rounds,
        Opening = options.Opening,
        PersonaProbe = options.Probe,
        CheckDrift = options.CheckDrift,
        Control = options.Control,
        Seed = options.Seed,
    };

    /// <summary>What decides the result beside the options of the evaluation.</summary>
    private Dictionary<string, string> Settings() => new()
    {
        ["--provider"] = options.Assistant.Provider,
        ["--model"] = options.Assistant.Model,
        ["--endpoint"] = $"{options.Assistant.Endpoint}",
        ["--personalize"] = $"{options.Personalize}",
        ["--judge-provider"] = options.Judge.Provider,
        ["--judge-model"] = options.Judge.Model,
        ["--judge-endpoint"] = $"{options.Judge.Endpoint}",
        ["--user-model"] = options.UserModel,
    };

    /// <summary>A role's client: kept answers first, then retries, then the budget, which counts every request that is sent.</summary>
    private static IChatClient Pipeline(IChatClient client, string role, Budget budget, DiskCache? cache)
    {
        var builder = new ChatClientBuilder(client);
        builder = cache is null ? builder : builder.UseDiskCache(cache);
        return builder.UseRetry().UseBudget(budget, role).Build();
    }

    private IEnumerable<string> Models()
        => (options.Assistant.IsSimulated ? [] : (string[])[options.Assistant.Model]).Concat(options.Judge.IsSimulated ? [] : [options.Judge.Model, options.UserModel]).Distinct();

    private async Task<int> TellPlanAsync(Benchmark benchmark, PriceTable? prices)
    {
        var contestants = new Contestants(options, (client, _) => client);
        var plan = EvaluationPlan.Of(contestants.Assistant(), benchmark, EvaluationOptions());
        var calls = plan.Calls().AsEnumerable();
        if (options.Personalize)
        {
            // The picture is brought up to date after every reply, by as many calls as a probe of the inducer takes.
            plan.PersonaProbe = PersonaProbe.Inducer;
            calls = calls.Append(plan.Calls().Single(each => each.Role == "inducer"));
        }

        var estimate = new CallPlan([.. calls.Select(each => new PlannedCalls(each.Role, Contestants.ModelOf(options, each.Role), each.Calls, each.InputTokens, each.OutputTokens))])
            .Estimate(prices);
        await error.WriteAsync($"Nothing was sent. The run would take about\n{estimate.ToTable()}").ConfigureAwait(false);
        await output.WriteLineAsync(JsonNode.Parse(estimate.ToJson())!.ToJsonString()).ConfigureAwait(false);
        return 0;
    }

    private static Summary Sum(ModelVerdict verdict, UsageReport usage) => new()
    {
        Participants = verdict.Participants,
        Model = verdict.Model,
        Benchmark = $"{verdict.Protocol.Benchmark} ({verdict.Protocol.BenchmarkHash})",
        Cases = verdict.Cases,
        FailedCases = verdict.Missing.FailedCases,
        Turns = verdict.Protocol.Turns,
        Average = verdict.Average.Value,
        AverageLow = verdict.Average.Low,
        AverageHigh = verdict.Average.High,
        Ir = verdict.Ir.Value,
        NIr = verdict.NIr.Value,
        NR2 = verdict.NR2,
        MissingScores = verdict.Missing.Scores,
        Calls = usage.Calls,
        InputTokens = usage.InputTokens,
        OutputTokens = usage.OutputTokens,
        Cost = usage.Cost,
        Currency = usage.Currency,
    };
}
