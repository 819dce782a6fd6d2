using System.Text.Json;
using Aloe.Data;

namespace Aloe.Statistics;

/// <summary>Keeps the statistics of a run in a JSON file, <c>run-report.json</c> by custom.</summary>
/// <remarks>Thread-safe for different files. Schema version 1: <c>{ schemaVersion, statistics: { trees, turns, … } }</c>; a proportion is written with its share and interval.</remarks>
public static class RunReportFile
{
    private const int SchemaVersion = 1;

    /// <summary>Writes a report; an existing file is replaced at once or, if something fails, left as it was.</summary>
    /// <param name="statistics">What to write.</param>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static Task WriteAsync(RunStatistics statistics, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        var document = new RunReportDocument(SchemaVersion, statistics);
        return AtomicFile.WriteAsync(path, stream => JsonSerializer.SerializeAsync(stream, document, StatisticsJson.Default.RunReportDocument, cancellationToken));
    }

    /// <summary>Reads a report.</summary>
    /// <param name="path">A file that <see cref="WriteAsync"/> wrote.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The file is no report of this version; the message names the file and the line or field.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<RunStatistics> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        Require.Text(path, nameof(path));
        try
        {
            await using var stream = File.OpenRead(path);
            var document = await JsonSerializer.DeserializeAsync(stream, StatisticsJson.Default.RunReportDocument, cancellationToken).ConfigureAwait(false);
            return document is { SchemaVersion: SchemaVersion } ? document.Statistics
                : throw new DataFormatException(path, 0, "schemaVersion", $"{document?.SchemaVersion.ToString() ?? "null"} is not {SchemaVersion}, the version that this package reads.");
        }
        catch (JsonException exception)
        {
            throw new DataFormatException(path, (int)(exception.LineNumber + 1 ?? 0), exception.Path, exception.Message, exception);
        }
    }
}
