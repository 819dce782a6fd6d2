using Aloe.Samples.GenerateDataset.Spending;
using Aloe.Samples.Progress;

namespace Aloe.Samples.GenerateDataset.Steps;

/// <summary>Lets the roles talk. Every finished tree is kept at once, so a stop loses nothing.</summary>
internal sealed class TreeStep(DatasetContext context, RunBudget budget)
{
    public async Task<TreeProgress> RunAsync(IReadOnlyList<Persona> personas, StageProgress progress, CancellationToken cancellationToken)
    {
        var requests = Enumerable.Range(0, context.Options.Trees)
            .Select(i => (Persona: personas[i % personas.Count], Round: (i / personas.Count) + 1))
            .Select(tree => new TreeRequest($"{tree.Persona.Id}.{tree.Round}", tree.Persona))
            .ToList();
        var relay = new Relay<TreeProgress>(state =>
        {
            progress.Report(state.Completed, state.Total, $"{state.Completed} trees");
            budget.SaveNowAndThen();
        });
        var built = await context.Aloe.Conversations.Run(context.Roles, context.Files.Trees)
            .BuildAsync(requests, context.Aloe.Conversations.Options(concurrency: context.Options.Concurrency), relay, cancellationToken).ConfigureAwait(false);
        progress.Finish($"{built.Completed} trees");
        return built;
    }
}
