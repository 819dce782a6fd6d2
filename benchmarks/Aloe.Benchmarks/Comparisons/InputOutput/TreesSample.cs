using System.Globalization;
using Aloe.Conversations;
using Aloe.Data;
using Aloe.Personas;
using Aloe.Runs;
using Aloe.Simulation;

namespace Aloe.Benchmarks.Comparisons.InputOutput;

/// <summary>Trees of ten turns by simulated participants, and the same again under other ids, as many as are wanted.</summary>
internal sealed class TreesSample
{
    private readonly IReadOnlyList<ConversationTree> _trees;

    private TreesSample(IReadOnlyList<ConversationTree> trees, double bytesPerTree) => (_trees, BytesPerTree) = (trees, bytesPerTree);

    /// <summary>Mean length of a line.</summary>
    public double BytesPerTree { get; }

    public static TreesSample Create(int trees, string folder)
    {
        var personas = PersonaCombiner.Combine(SeedPersonas.Profiles, SeedPersonas.Personalities, SeedPersonas.Personalities.Count);
        var requests = Enumerable.Range(0, trees).Select(i => new TreeRequest($"tree-{i:D8}", personas[i % personas.Count])).ToList();
        var path = Path.Combine(folder, "sample.jsonl");
        new TreeRun(journaled => new ConversationTreeBuilder(journaled), SimulatedParticipants.Training(), path)
            .BuildAsync(requests, new ConversationTreeOptions { Turns = 10, Seed = 1 }).GetAwaiter().GetResult();
        return new TreesSample([.. new TreeFormat().ReadAsync(path).ToBlockingEnumerable()], (double)new FileInfo(path).Length / trees);
    }

    /// <summary>So many trees, each with an id of its own.</summary>
    public IEnumerable<ConversationTree> Take(int count)
        => Enumerable.Range(0, count).Select(i => _trees[i % _trees.Count] with { Id = string.Create(CultureInfo.InvariantCulture, $"tree-{i:D8}") });

    /// <summary>So many trees that their file has about a size.</summary>
    public int CountFor(double bytes) => Math.Max(1, (int)(bytes / BytesPerTree));
}
