using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Aloe.Data;
using Aloe.Reporting.Pages;

namespace Aloe.Reporting.Viewer;

/// <summary>Conversation trees as one self-contained HTML file: a list with filters and full-text search, and every tree with its replies by rank, its trunk, leaves and branches, and what was revealed when.</summary>
/// <remarks>
/// The file loads nothing and works from disk. Trees lie in it in compressed chunks, of which the page unpacks those that it shows, and those not searched yet in the background.
/// Texts of the data set cannot become markup or script: they are in the file only compressed and in base64, get into the page as text, and the page's content security policy allows its own script alone.
/// Needs a browser from 2024 or later (<c>DecompressionStream</c>, <c>light-dark()</c>). Thread-safe.
/// </remarks>
public static class TreeViewer
{
    /// <summary>Trees in a chunk: small enough to open one at once, large enough to compress well.</summary>
    private const int TreesPerChunk = 24;

    /// <summary>Writes the page as a whole: it appears, or replaces the file of that name, only once it is complete.</summary>
    /// <param name="path">The HTML file; its folder is created if it is missing.</param>
    /// <param name="trees">The trees, with unique ids; streamed, a chunk at a time is in memory.</param>
    /// <param name="options">Title, participants and limit; null for the defaults.</param>
    /// <param name="cancellationToken">Stops writing; the file stays as it was.</param>
    /// <returns>Trees that the page holds.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<int> WriteAsync(
        string path, IAsyncEnumerable<ConversationTree> trees, TreeViewerOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trees);
        options ??= new TreeViewerOptions();
        var (before, after) = Frame(options);
        var shown = 0;
        await AtomicFile.WriteAsync(path, async stream =>
        {
            var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
            await using (writer.ConfigureAwait(false))
            {
                await writer.WriteAsync(before.AsMemory(), cancellationToken).ConfigureAwait(false);
                shown = await WriteDataAsync(writer, trees, options.MaxTrees, cancellationToken).ConfigureAwait(false);
                await writer.WriteAsync(after.AsMemory(), cancellationToken).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
        return shown;
    }

    private static async Task<int> WriteDataAsync(StreamWriter writer, IAsyncEnumerable<ConversationTree> trees, int maxTrees, CancellationToken cancellationToken)
    {
        var summaries = new List<ViewerSummary>();
        var left = 0;
        var chunk = new List<ViewerTree>(TreesPerChunk);
        var chunks = 0;
        await foreach (var tree in trees.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (summaries.Count == maxTrees)
            {
                left++;
                continue;
            }

            chunk.Add(ViewerTree.From(tree));
            summaries.Add(ViewerSummary.Of(chunk[^1], chunks));
            if (chunk.Count == TreesPerChunk)
            {
                await WriteBlockAsync(writer, "data-chunk", chunk, ViewerJson.Default.ListViewerTree).ConfigureAwait(false);
                chunk.Clear();
                chunks++;
            }
        }

        if (chunk.Count > 0)
        {
            await WriteBlockAsync(writer, "data-chunk", chunk, ViewerJson.Default.ListViewerTree).ConfigureAwait(false);
        }

        await WriteBlockAsync(writer, "data-index", new ViewerIndex(summaries, left), ViewerJson.Default.ViewerIndex).ConfigureAwait(false);
        return summaries.Count;
    }

    /// <summary>A block of data: JSON, gzip, base64.</summary>
    private static async Task WriteBlockAsync<T>(StreamWriter writer, string attribute, T value, JsonTypeInfo<T> type)
    {
        using var packed = new MemoryStream();
        var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
        {
            await JsonSerializer.SerializeAsync(gzip, value, type, CancellationToken.None).ConfigureAwait(false);
        }

        await writer.WriteAsync($"<script type=\"text/plain\" {attribute}>{Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length)}</script>\n").ConfigureAwait(false);
    }

    /// <summary>The page before and behind its data.</summary>
    private static (string Before, string After) Frame(TreeViewerOptions options)
    {
        var style = Page.Part("tokens.css") + Page.Part("viewer.css");
        string[] parts = ["data", "search", "list", "outline", "tree", "app"];
        var script = $"(() => {{\n\"use strict\";\n{string.Concat(parts.Select(part => Page.Part($"viewer.{part}.js")))}}})();\n";
        var page = Page.Part("viewer.html").Split("{{data}}");
        string Fill(string text) => Page.Fill(
            text,
            ("style-hash", Page.Hash(style)),
            ("script-hash", Page.Hash(script)),
            ("style", style),
            ("script", script),
            ("banner", Page.Banner(options.Participants, "")),
            ("title", Page.Text(options.Title)));
        return (Fill(page[0]), Fill(page[1]));
    }
}
