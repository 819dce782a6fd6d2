using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aloe.Samples.EndToEnd.Report;

/// <summary>How the sample writes JSON: camel case, readable characters, <c>\n</c> line ends.</summary>
internal static class ReportJson
{
    public static JsonSerializerOptions Indented { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonSerializerOptions Line { get; } = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
