using Aloe.Runs;
using Aloe.Samples.EndToEnd.Pipeline;
using Aloe.Samples.Progress;

namespace Aloe.Samples.EndToEnd.Stages;

/// <summary>Stage 2: lets the roles talk. Every finished tree is kept at once, so a stop loses nothing.</summary>
internal sealed class TreeStage(RunContext context) : IStage
{
    public string Name => "trees";

    public IReadOnlyList<string> Inputs => [RunFolder.Personas];

    public IReadOnlyList<string> Outputs => [RunFolder.Trees];

    public async Task<string> RunAsync(StageProgress progress, CancellationToken cancellationToken)
    {
        var personas = await context.Aloe.Data.Personas.ReadAsync(context.Folder.PathOf(RunFolder.Personas), cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        var requests = Enumerable.Range(0, context.Recipe.Trees)
            .Select(i => (Persona: personas[i % personas.Count], Round: (i / personas.Count) + 1))
            .Select(tree => new TreeRequest($"{tree.Persona.Id}.{tree.Round}", tree.Persona))
            .ToList();
        var options = context.Aloe.Conversations.Options(context.Recipe.Turns, context.Options.Concurrency);
        var relay = new Relay<TreeRunProgress>(state => progress.Report(state.Completed, state.Total, $"{state.Completed} trees"));

        var run = context.Aloe.Conversations.Run(context.Participants.Training, context.Folder.PathOf(RunFolder.Trees));
        var built = await run.BuildAsync(requests, options, new Aloe.Runs.RunOptions { MaxFailedShare = 0, FailedShareFrom = 1, RetryFailed = true }, relay, cancellationToken).ConfigureAwait(false);
        return $"{built.Completed} trees, {(built.Completed * options.Turns) - built.Ties} preference pairs, {built.Ties} ties";
    }
}
