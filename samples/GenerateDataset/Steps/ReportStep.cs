using Aloe.Data;
using Aloe.Reporting.Cards;
using Aloe.Reporting.Viewer;
using Aloe.Samples.Progress;
using Aloe.Statistics;

namespace Aloe.Samples.GenerateDataset.Steps;

/// <summary>Writes what people read: the trees as a page, a card of the data set, and the statistics behind it.</summary>
internal sealed class ReportStep(DatasetContext context)
{
    private const string Title = "Aloe data set";

    public async Task RunAsync(GrownPersonas personas, PersonaSplitCounts split, StageProgress progress, CancellationToken cancellationToken)
    {
        var participants = context.Options.Provider.Participants;
        var shown = await TreeViewer.WriteAsync(context.Files.Viewer, Trees(cancellationToken), new TreeViewerOptions { Title = Title, Participants = participants }, cancellationToken).ConfigureAwait(false);
        var statistics = new TreeStatistics(context.Roles);
        await foreach (var tree in Trees(cancellationToken).ConfigureAwait(false))
        {
            statistics.Add(tree);
        }

        var card = new DatasetCard(statistics.ToStatistics())
        {
            Title = Title,
            Participants = participants,
            TreeSplit = split,
            ProfileGrowth = personas.ProfileGrowth,
            PersonalityGrowth = personas.PersonalityGrowth,
        };
        await RunReportFile.WriteAsync(card.Statistics, context.Files.Statistics, cancellationToken).ConfigureAwait(false);
        AtomicFile.WriteAllText(context.Files.Card + ".md", card.ToMarkdown());
        AtomicFile.WriteAllText(context.Files.Card + ".html", card.ToHtml());
        progress.Finish($"{Path.GetFileName(context.Files.Viewer)} shows {shown} trees; {Path.GetFileName(context.Files.Card)}.html sums them up");
    }

    private IAsyncEnumerable<ConversationTree> Trees(CancellationToken cancellationToken) => context.Aloe.Data.Trees.ReadAsync(context.Files.Trees, cancellationToken);
}
