using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aloe.Data;

namespace Aloe.Benchmarks.Comparisons.InputOutput;

/// <summary>A way to read a file of trees and to write one.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Read">The trees of a file.</param>
/// <param name="Write">Writes a file of trees and flushes it to the disk.</param>
internal sealed record TreesWay(string Name, Func<string, IEnumerable<ConversationTree>> Read, Action<string, IEnumerable<ConversationTree>> Write)
{
    private const int AnyShape = 2;

    private static readonly JsonSerializerOptions Reflection = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        IgnoreReadOnlyProperties = true,
    };

    /// <summary>What most programs do: lines as strings, a serializer that finds types by reflection, nothing checked.</summary>
    public static TreesWay ByReflection { get; } = new(
        "reflection, strings",
        path => File.ReadLines(path).Select(line => JsonSerializer.Deserialize<ConversationTree>(line, Reflection)!),
        (path, trees) => WriteLines(path, trees.Select(tree => JsonSerializer.Serialize(LineOf(tree), Reflection))));

    /// <summary>The same with source-generated serialization.</summary>
    public static TreesWay Generated { get; } = new(
        "source-generated, strings",
        path => File.ReadLines(path).Select(line => TreeOf(JsonSerializer.Deserialize(line, DataJsonContext.Default.TreeLine)!)),
        (path, trees) => WriteLines(path, trees.Select(tree => JsonSerializer.Serialize(LineOf(tree), DataJsonContext.Default.TreeLine))));

    /// <summary>Aloe's: source-generated, over bytes, every field checked.</summary>
    public static TreesWay Aloe { get; } = new(
        "Aloe",
        path => new TreeFormat().ReadAsync(path).ToBlockingEnumerable(),
        (path, trees) => new TreeFormat().WriteAsync(path, trees).GetAwaiter().GetResult());

    public static IReadOnlyList<TreesWay> All { get; } = [ByReflection, Generated, Aloe];

    private static TreeLine LineOf(ConversationTree tree)
    {
        var turns = tree.Turns.Select(TurnLine.Of).ToList();
        return new TreeLine(turns.Any(turn => turn.IsOfAnyShape) ? AnyShape : 1, tree.Id, tree.Persona, turns);
    }

    private static ConversationTree TreeOf(TreeLine line) => new(line.Id, line.Persona, [.. line.Turns.Select(turn => turn.ToTurn())]);

    private static void WriteLines(string path, IEnumerable<string> lines)
    {
        using var stream = new FileStream(path, FileMode.Create);
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        foreach (var line in lines)
        {
            writer.Write(line);
            writer.Write('\n');
        }

        writer.Flush();
        stream.Flush(flushToDisk: true);
    }
}
