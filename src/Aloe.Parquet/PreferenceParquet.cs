namespace Aloe.Data;

/// <summary>Preference pairs as a Parquet file that TRL's <c>DPOTrainer</c> takes: columns <c>prompt</c>, <c>chosen</c> and <c>rejected</c>, each a <c>list&lt;struct&lt;role: string, content: string&gt;&gt;</c>.</summary>
/// <remarks>The same rows as <see cref="TrlPreferenceFormat"/>, which is the format to read pairs back with. Streamed; a row group at a time is in memory. Stateless and thread-safe.</remarks>
public static class PreferenceParquet
{
    /// <summary>Writes a file as a whole: it appears, or replaces the one of that name, only once it is complete.</summary>
    /// <param name="path">The file; its folder is created if it is missing.</param>
    /// <param name="pairs">What to write.</param>
    /// <param name="rowGroupSize">Rows in a row group. Range: 1 to 1,000,000.</param>
    /// <param name="cancellationToken">Stops writing; the file stays as it was.</param>
    /// <returns>Rows written.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static Task<long> WriteAsync(string path, IAsyncEnumerable<PreferencePair> pairs, int rowGroupSize = 1_000, CancellationToken cancellationToken = default)
        => MessageTable.WriteAsync(
            path,
            pairs,
            [
                new MessageColumn<PreferencePair>("prompt", pair => pair.Prompt),
                new MessageColumn<PreferencePair>("chosen", pair => [new DialogueMessage(DialogueRole.Assistant, pair.Chosen)]),
                new MessageColumn<PreferencePair>("rejected", pair => [new DialogueMessage(DialogueRole.Assistant, pair.Rejected)]),
            ],
            rowGroupSize,
            cancellationToken);
}
