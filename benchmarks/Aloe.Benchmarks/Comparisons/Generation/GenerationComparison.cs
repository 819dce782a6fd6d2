using System.Diagnostics;
using System.Globalization;
using Aloe.Conversations;
using Aloe.Personas;
using Aloe.Runs;
using Aloe.Simulation;
using Microsoft.Extensions.AI;

namespace Aloe.Benchmarks.Comparisons.Generation;

/// <summary><c>compare generation</c>: conversation trees with participants that take their time, many at once against one call after the other.</summary>
/// <remarks>
/// Trees are short, so that a run goes over its slots as often as one of 3,000 trees of ten turns does: at the end of a run slots stand empty, for half a tree on average, and that counts.
/// </remarks>
internal static class GenerationComparison
{
    private const int Turns = 3;
    private const int Rounds = 28;
    private static readonly int[] Concurrencies = [64, 256];

    /// <returns>Exit code: 1 where the ways give different trees.</returns>
    public static int Run(bool quick)
    {
        var rounds = quick ? 3 : Rounds;
        var few = quick ? 2 : 8;
        Console.WriteLine($"trees of {Turns} turns; every call takes 50 to 500 ms, log-normal, median 158 ms; {Environment.ProcessorCount} processors");
        Console.WriteLine($"{"",-22}{"trees",8}{"seconds",10}{"trees/s",10}{"of the bound",14}");
        Build(few, 1, oneAtATime: true, delay: false); // Warms up.
        var alone = Build(few, 1, oneAtATime: true);
        Print("one call at a time", alone, null);
        var runs = Concurrencies.Select(concurrency =>
        {
            var run = Build(concurrency * rounds, concurrency, oneAtATime: false);
            Print($"engine, {concurrency} at once", run, run.ShareOfBound(concurrency));
            return run;
        }).ToList();

        var equal = runs[^1].File.AsSpan().StartsWith(runs[0].File) && runs[0].File.AsSpan().StartsWith(alone.File);
        Console.WriteLine($"trees {(equal ? "equal" : "DIFFERENT")}; bound: latency of the longest chain of calls of every tree, added up, over the number at once");
        Console.WriteLine($"last line: trees/s of the engine, {Concurrencies[0]} at once, over one call at a time, which was measured on {few} trees");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: {runs[0].TreesPerSecond / alone.TreesPerSecond:F2}"));
        return equal ? 0 : 1;

        static void Print(string name, GenerationResult run, double? share)
            => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-22}{run.Trees,8}{run.Seconds,10:F1}{run.TreesPerSecond,10:F2}{(share is { } part ? $"{100 * part:F1} %" : ""),14}"));
    }

    private static GenerationResult Build(int trees, int concurrency, bool oneAtATime, bool delay = true)
    {
        var folder = Directory.CreateTempSubdirectory("aloe-generation-").FullName;
        try
        {
            using var gate = new SemaphoreSlim(1);
            var log = new LatencyLog();
            var roles = Roles((client, role) =>
            {
                IChatClient slow = delay ? new SlowChatClient(client, role, log, TimeProvider.System) : client;
                return oneAtATime ? new OneAtATimeChatClient(slow, gate) : slow;
            });
            var file = Path.Combine(folder, "trees.jsonl");
            var start = Stopwatch.GetTimestamp();
            new TreeRun(journaled => new ConversationTreeBuilder(journaled), roles, file)
                .BuildAsync(Requests(trees), new ConversationTreeOptions { Turns = Turns, Concurrency = concurrency, Seed = 1 }).GetAwaiter().GetResult();
            return new GenerationResult(trees, Stopwatch.GetElapsedTime(start).TotalSeconds, log.CriticalPath, File.ReadAllBytes(file));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<TreeRequest> Requests(int count)
    {
        var personas = PersonaCombiner.Combine(SeedPersonas.Profiles, SeedPersonas.Personalities, SeedPersonas.Personalities.Count);
        return [.. Enumerable.Range(0, count).Select(i => new TreeRequest($"tree-{i:D6}", personas[i % personas.Count]))];
    }

    private static AloeRoles Roles(Func<IChatClient, string, IChatClient> wrap)
    {
        var roles = SimulatedParticipants.Training();
        return new AloeRoles
        {
            User = wrap(roles.User, "user"),
            Inducer = wrap(roles.Inducer, "inducer"),
            Preferred = wrap(roles.Preferred, "preferred"),
            Rejected = wrap(roles.Rejected, "rejected"),
            Judge = wrap(roles.Judge, "judge"),
        };
    }
}
