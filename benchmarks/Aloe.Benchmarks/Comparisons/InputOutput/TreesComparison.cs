using System.Globalization;
using System.Text.Json;
using Aloe.Data;

namespace Aloe.Benchmarks.Comparisons.InputOutput;

/// <summary>The part of <c>compare io</c> about files of trees.</summary>
internal static class TreesComparison
{
    private const double Target = 200;

    /// <summary>Reads and writes one file in every way.</summary>
    /// <returns>Whether all ways gave the same trees, and the processor time of reflection over that of Aloe.</returns>
    public static (bool Agree, double Ratio) Run(TreesSample sample, string folder, double megabytes, int repetitions)
    {
        var count = sample.CountFor(megabytes * 1e6);
        var path = Path.Combine(folder, "trees.jsonl");
        TreesWay.Aloe.Write(path, sample.Take(count));
        var size = new FileInfo(path).Length / 1e6;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} trees of 10 turns, {size:F0} MB; MB/s of processor time, all threads together; by the clock in brackets"));
        Console.WriteLine($"{"",-28}{"read",10}{"",10}{"write",10}");
        var agree = TreesWay.All.All(way => Agrees(way, sample.Take(count), path, folder));
        var reads = Spent.InTurn(repetitions, [.. TreesWay.All.Select<TreesWay, Action>(way => () => _ = way.Read(path).Count()), () => Tokens(path, strings: false), () => Tokens(path, strings: true)]);
        var writes = Spent.InTurn(repetitions, [.. TreesWay.All.Select<TreesWay, Action>(way => () => way.Write(Output(folder, way), sample.Take(count))), () => File.Copy(path, Path.Combine(folder, "copy.jsonl"), overwrite: true)]);
        for (var i = 0; i < TreesWay.All.Count; i++)
        {
            Console.WriteLine($"{TreesWay.All[i].Name,-28}{Speed(reads[i])}{Speed(writes[i])}");
        }

        var (read, write) = (size / reads[^3].Processor, size / writes[^2].Processor);
        Console.WriteLine($"{"bound: tokens alone",-28}{Speed(reads[^2])}");
        Console.WriteLine($"{"bound: tokens and strings",-28}{Speed(reads[^1])}");
        Console.WriteLine($"{"bound: copy of the file",-28}{"",20}{Speed(writes[^1])}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"target {Target} MB/s per core: read {read:F0} {Reached(read)}, write {write:F0} {Reached(write)}; over reflection: read {reads[0].Processor / reads[^3].Processor:F2}, write {writes[0].Processor / writes[^2].Processor:F2}"));
        Console.WriteLine(agree ? "all ways read the same trees, and what each writes is read as the same trees" : "TREES DIFFER");
        return (agree, (reads[0].Processor + writes[0].Processor) / (reads[^3].Processor + writes[^2].Processor));

        string Speed(Spent spent) => string.Create(CultureInfo.InvariantCulture, $"{size / spent.Processor,10:F0}{$"({size / spent.Wall:F0})",10}");
    }

    /// <summary>Reads and writes files of growing size; the exponents of processor time against size.</summary>
    public static void Scale(TreesSample sample, string folder)
    {
        double[] sizes = [1, 10, 100, 1_000];
        var path = Path.Combine(folder, "trees.jsonl");
        var (writes, reads) = (new List<(double, double)>(), new List<(double, double)>());
        TreesWay.Aloe.Write(path, sample.Take(sample.CountFor(20e6))); // Warms up.
        _ = TreesWay.Aloe.Read(path).Count();
        Console.WriteLine($"{"MB",8}{"read s",10}{"write s",10}{"heap MB",10}");
        foreach (var size in sizes)
        {
            var count = sample.CountFor(size * 1e6);
            writes.Add((size, Spent.On(() => TreesWay.Aloe.Write(path, sample.Take(count))).Processor));
            reads.Add((size, Spent.On(() => _ = TreesWay.Aloe.Read(path).Count()).Processor));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size,8}{reads[^1].Item2,10:F3}{writes[^1].Item2,10:F3}{GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes / 1e6,10:F0}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"time grows with size to the power of {PowerLaw.Exponent(reads):F2} (read), {PowerLaw.Exponent(writes):F2} (write)"));
    }

    private static bool Agrees(TreesWay way, IEnumerable<ConversationTree> expected, string path, string folder)
    {
        way.Write(Output(folder, way), expected);
        return way.Read(path).SequenceEqual(expected) && TreesWay.Aloe.Read(Output(folder, way)).SequenceEqual(expected);
    }

    private static string Output(string folder, TreesWay way) => Path.Combine(folder, $"{way.Name}.jsonl");

    private static void Tokens(string path, bool strings)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
        var lines = new JsonLineReader(stream, path);
        while (lines.Next() is { } line)
        {
            var reader = new Utf8JsonReader(line.Json.Span);
            while (reader.Read())
            {
                if (strings && reader.TokenType == JsonTokenType.String)
                {
                    reader.GetString();
                }
            }
        }
    }

    private static string Reached(double value) => value >= Target ? "(reached)" : "(missed)";
}
