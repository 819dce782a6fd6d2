using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Aloe.Data;

namespace Aloe.Reporting.Evaluation;

/// <summary>Files of a report, each replaced as a whole.</summary>
internal static class ReportFile
{
    public static Task WriteTextAsync(string folder, string name, string text, CancellationToken cancellationToken)
        => AtomicFile.WriteAsync(Path.Combine(folder, name), async stream => await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).ConfigureAwait(false));

    public static Task WriteJsonAsync<T>(string folder, string name, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        => AtomicFile.WriteAsync(Path.Combine(folder, name), stream => JsonSerializer.SerializeAsync(stream, value, type, cancellationToken));
}
