using System.Text.Json;
using Aloe.Data;

namespace Aloe.Evaluation;

/// <summary>Keeps an <see cref="AlignmentReport"/> with all its conversations in a JSON file.</summary>
/// <remarks>Thread-safe for different files. Schema version 1: <c>{ schemaVersion, report: { model, participants, curve: { al, average, ir, nIr, nR2 }, missing, cases: [{ case, turns }] } }</c>.</remarks>
public static class AlignmentReportFile
{
    private const int SchemaVersion = 1;

    /// <summary>Writes a report; an existing file is replaced at once or, if something fails, left as it was.</summary>
    /// <param name="report">What to write.</param>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static Task WriteAsync(AlignmentReport report, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        var document = new AlignmentReportDocument(SchemaVersion, report);
        return AtomicFile.WriteAsync(path, stream => JsonSerializer.SerializeAsync(stream, document, EvaluationJson.Default.AlignmentReportDocument, cancellationToken));
    }

    /// <summary>Reads a report.</summary>
    /// <param name="path">A file that <see cref="WriteAsync"/> wrote.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The file is no report of this version; the message names the file and the line or field.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<AlignmentReport> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        Require.Text(path, nameof(path));
        try
        {
            await using var stream = File.OpenRead(path);
            using var json = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken).ConfigureAwait(false);
            CheckVersion(json.RootElement, path);
            var report = json.RootElement.Deserialize(EvaluationJson.Default.AlignmentReportDocument)!.Report;
            CheckCases(report.Cases, path);
            return report;
        }
        catch (JsonException exception)
        {
            throw new DataFormatException(path, (int)(exception.Path is null ? exception.LineNumber + 1 ?? 0 : 0), exception.Path, exception.Message, exception);
        }
    }

    private static void CheckVersion(JsonElement root, string path)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("schemaVersion", out var version))
        {
            throw new DataFormatException(path, 0, "schemaVersion", "it is missing; this is no alignment report.");
        }

        if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != SchemaVersion)
        {
            throw new DataFormatException(path, 0, "schemaVersion", $"{version.GetRawText()} is not {SchemaVersion}, the version that this package reads.");
        }
    }

    /// <summary>The JSON reader checks fields for null, but not the elements of lists.</summary>
    private static void CheckCases(IReadOnlyList<ScoredCase> cases, string path)
    {
        for (var i = 0; i < cases.Count; i++)
        {
            if (cases[i] is null || cases[i].Turns.Contains(null!))
            {
                throw new DataFormatException(path, 0, $"$.report.cases[{i}]", "a case and each of its turns must not be null.");
            }
        }
    }
}
