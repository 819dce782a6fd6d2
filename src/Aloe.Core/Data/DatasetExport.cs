namespace Aloe.Data;

/// <summary>Training files from a file of trees, along a split: <c>dpo</c> and <c>sft</c> as TRL takes them, and <c>conversations</c> as the reference publishes them, each as <c>NAME.train.jsonl</c> and <c>NAME.validation.jsonl</c>.</summary>
public static class DatasetExport
{
    /// <summary>Writes the six files. The trees are streamed; each file appears once it is complete.</summary>
    /// <param name="trees">A file in <see cref="TreeFormat"/>; read once for each of the files.</param>
    /// <param name="folder">Where to; created if it is missing.</param>
    /// <param name="split">Who is on which side.</param>
    /// <param name="cancellationToken">Stops the export.</param>
    /// <returns>Trees on either side, and trees dropped.</returns>
    /// <exception cref="DataFormatException">The file of trees is damaged.</exception>
    /// <exception cref="ArgumentException">A tree's persona is not part of the split.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<PersonaSplitCounts> WriteAsync(string trees, string folder, PersonaSplit split, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(split);
        foreach (var (side, name) in new[] { (SplitSide.Training, "train"), (SplitSide.Validation, "validation") })
        {
            IAsyncEnumerable<ConversationTree> Trees() => new TreeFormat().ReadAsync(trees, cancellationToken).OnSide(split, side);
            string PathOf(string kind) => Path.Combine(folder, $"{kind}.{name}.jsonl");
            await new TrlPreferenceFormat().WriteAsync(PathOf("dpo"), Trees().Pairs(PairChoice.BestAndWorst, cancellationToken), cancellationToken).ConfigureAwait(false);
            await new TrlDialogueFormat().WriteAsync(PathOf("sft"), Trees().Dialogues(ReplyKind.Preferred, cancellationToken), cancellationToken).ConfigureAwait(false);
            await new ReferenceConversationFormat().WriteAsync(PathOf("conversations"), Trees(), cancellationToken).ConfigureAwait(false);
        }

        return await new TreeFormat().ReadAsync(trees, cancellationToken)
            .AggregateAsync(new PersonaSplitCounts(0, 0, 0), (counts, tree) => counts.With(split.SideOf(tree.Persona)), cancellationToken).ConfigureAwait(false);
    }
}
