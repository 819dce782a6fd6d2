using Aloe.Data;
using Aloe.Samples.Progress;

namespace Aloe.Samples.GenerateDataset.Steps;

/// <summary>Writes what trainers read: SFT and DPO rows as TRL takes them, also as Parquet, and the published form, split so that no person is on both sides.</summary>
internal sealed class ExportStep(DatasetContext context)
{
    public async Task<PersonaSplitCounts> RunAsync(IReadOnlyList<Persona> personas, StageProgress progress, CancellationToken cancellationToken)
    {
        var split = PersonaSplit.Create(personas, new PersonaSplitOptions { Seed = context.Options.Seed });
        var (trees, folder) = (context.Files.Trees, context.Files.Training);
        var counts = await DatasetExport.WriteAsync(trees, folder, split, cancellationToken).ConfigureAwait(false);
        foreach (var (side, name) in new[] { (SplitSide.Training, "train"), (SplitSide.Validation, "validation") })
        {
            IAsyncEnumerable<ConversationTree> Trees() => context.Aloe.Data.Trees.ReadAsync(trees, cancellationToken).OnSide(split, side);
            await PreferenceParquet.WriteAsync(Path.Combine(folder, $"dpo.{name}.parquet"), Trees().Pairs(cancellationToken: cancellationToken), cancellationToken: cancellationToken).ConfigureAwait(false);
            await DialogueParquet.WriteAsync(Path.Combine(folder, $"sft.{name}.parquet"), Trees().Dialogues(ReplyKind.Preferred, cancellationToken), cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        progress.Finish($"{counts.Training} trees to train on, {counts.Validation} to validate with, {counts.Dropped} with a half on either side");
        return counts;
    }
}
