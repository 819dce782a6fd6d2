using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Aloe.Data;

namespace Aloe.Evaluation;

/// <summary>Keeps an <see cref="AlignmentReport"/> with its protocol and all its conversations in a JSON file, described by <see cref="Schema"/>.</summary>
/// <remarks>Thread-safe for different files. Schema version 2; version 1 did not say how scores came about.</remarks>
public static class AlignmentReportFile
{
    private const int SchemaVersion = 2;

    private static readonly JsonTypeInfo<AlignmentReportDocument> Document = RequiredProperties.Of<AlignmentReportDocument>(EvaluationJson.Default);
    private static readonly Lazy<string> LazySchema = new(ReadSchema);

    /// <summary>The JSON Schema (draft 2020-12) of the files.</summary>
    public static string Schema => LazySchema.Value;

    /// <summary>Writes a report; an existing file is replaced at once or, if something fails, left as it was.</summary>
    /// <param name="report">What to write.</param>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static Task WriteAsync(AlignmentReport report, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        var document = new AlignmentReportDocument(SchemaVersion, report);
        return AtomicFile.WriteAsync(path, stream => JsonSerializer.SerializeAsync(stream, document, Document, cancellationToken));
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
            var report = json.RootElement.Deserialize(Document)!.Report;
            Check(report, path);
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

        var number = version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var given) ? given : 0;
        if (number != SchemaVersion)
        {
            throw new DataFormatException(
                path,
                0,
                "schemaVersion",
                $"{version.GetRawText()} is not {SchemaVersion}, the version that this package reads." + (number == 1 ? " Reports of version 1 do not say how their scores came about; run the benchmark again." : ""));
        }
    }

    /// <summary>The JSON reader checks fields for null, but neither the elements of lists nor what values mean.</summary>
    private static void Check(AlignmentReport report, string path)
    {
        for (var i = 0; i < report.Cases.Count; i++)
        {
            var problem = report.Cases[i] is { } scored ? ScoredCaseCheck.Problem(scored) : ("", "must not be null.");
            if (problem is var (field, reason))
            {
                throw new DataFormatException(path, 0, $"$.report.cases[{i}]{(field.Length > 0 ? "." : "")}{field}", reason);
            }
        }

        if (report.Failed.Contains(null!))
        {
            throw new DataFormatException(path, 0, "$.report.failed", "must not hold null.");
        }

        if (AlignmentMetrics.CountMissing(report.Cases) is var missing && missing != report.Missing)
        {
            throw new DataFormatException(path, 0, "$.report.missing", $"is {report.Missing}; {missing} turns of the cases have no score.");
        }
    }

    private static string ReadSchema()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Aloe.Resources.alignment-report.schema.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
