using Aloe.Reporting.Viewer;
using Aloe.Samples.Progress;

namespace Aloe.Samples.GenerateDataset.Steps;

/// <summary>Writes what people read: the trees as a page.</summary>
internal sealed class ReportStep(DatasetContext context)
{
    public async Task RunAsync(StageProgress progress, CancellationToken cancellationToken)
    {
        var options = new TreeViewerOptions { Title = "Aloe data set", Participants = context.Options.Provider.Participants };
        var trees = context.Aloe.Data.Trees.ReadAsync(context.Files.Trees, cancellationToken);
        var shown = await TreeViewer.WriteAsync(context.Files.Viewer, trees, options, cancellationToken).ConfigureAwait(false);
        progress.Finish($"{Path.GetFileName(context.Files.Viewer)} shows {shown} trees");
    }
}
