using Aloe.Runs;
using Aloe.Samples.Progress;
using Aloe.Samples.Spending;

namespace Aloe.Samples.GenerateDataset.Steps;

/// <summary>Lets the roles talk. Every answer is kept at once, so a stop loses nothing.</summary>
internal sealed class TreeStep(DatasetContext context, RunBudget budget)
{
    public async Task<TreeRunProgress> RunAsync(IReadOnlyList<Persona> personas, StageProgress progress, CancellationToken cancellationToken)
    {
        var requests = Enumerable.Range(0, context.Options.Trees)
            .Select(i => (Persona: personas[i % personas.Count], Round: (i / personas.Count) + 1))
            .Select(tree => new TreeRequest($"{tree.Persona.Id}.{tree.Round}", tree.Persona))
            .ToList();
        var relay = new Relay<TreeRunProgress>(state =>
        {
            var failed = state.Failed > 0 ? $", {state.Failed} failed" : "";
            progress.Report(state.Completed + state.Failed, state.Total, $"{state.Completed} trees{failed}");
            budget.SaveNowAndThen();
        });
        var run = new RunOptions { MaxFailedShare = context.Options.MaxFailed / 100, RetryFailed = context.Options.RetryFailed };
        var built = await context.Aloe.Conversations.Run(context.Roles, context.Files.Trees, context.Settings)
            .BuildAsync(requests, context.Aloe.Conversations.Options(concurrency: context.Options.Concurrency), run, relay, cancellationToken).ConfigureAwait(false);
        progress.Finish($"{built.Completed} trees, {built.Failed} failed, {built.Replayed} answers of an earlier process used");
        return built;
    }
}
