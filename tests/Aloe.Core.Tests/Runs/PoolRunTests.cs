using Aloe.Core.Tests.Doubles;
using Aloe.Data;
using Aloe.Personas;
using Aloe.Randomness;
using Aloe.Runs;

namespace Aloe.Core.Tests.Runs;

/// <summary>A growth that breaks off anywhere ends as if it had not, and asks the author nothing twice.</summary>
public sealed class PoolRunTests : IDisposable
{
    private static readonly string[] Seeds = ["seed one", "seed two"];

    private readonly TemporaryFolder _folder = new();
    private readonly PersonaGrowthOptions _options = new() { TargetCount = 40, CandidatesPerCall = 3, SimilarityThreshold = 0.9, Seed = 4 };
    private int _answers;

    private string Pool => _folder.File("profiles.jsonl");

    [Fact]
    public async Task StoppedAfterEveryFewCallsItEndsTheSame()
    {
        var direct = await Run(_folder.File("direct.jsonl"), int.MaxValue, out _).GrowAsync(Seeds, _options);
        var expected = _answers;
        _answers = 0;
        var starts = 0;
        for (var done = false; !done; starts++)
        {
            using var source = new CancellationTokenSource();
            var run = Run(Pool, 3, out var left, source);
            try
            {
                var pool = await run.GrowAsync(Seeds, _options, cancellationToken: source.Token);
                Assert.Equal(direct.Texts, pool.Texts);
                Assert.Equal((direct.Progress, direct.Stop), (pool.Progress, pool.Stop));
                done = true;
            }
            catch (OperationCanceledException)
            {
                Assert.Equal(0, left[0]);
            }
        }

        Assert.InRange(starts, 4, 100);
        Assert.Equal(expected, _answers);
        Assert.Equal(await File.ReadAllBytesAsync(_folder.File("direct.jsonl")), await File.ReadAllBytesAsync(Pool));
        Assert.False(Directory.Exists(_folder.File("profiles.calls")));

        // Once it is whole, it is read, and its history is told.
        var told = new Reports<PersonaGrowthProgress>();
        var again = await Run(Pool, 0, out _).GrowAsync(Seeds, _options, progress: told);
        Assert.Equal(direct.Texts, again.Texts);
        Assert.Equal((direct.Progress, direct.Progress.Calls), (told.All[^1], told.All.Count));
        Assert.Equal(expected, _answers);
    }

    [Fact]
    public async Task OtherSeedsOrOptionsAreRefused()
    {
        await Run(Pool, int.MaxValue, out _).GrowAsync(Seeds, _options);
        var seeds = await Assert.ThrowsAsync<RunDiffersException>(() => Run(Pool, 0, out _).GrowAsync(["another"], _options));
        Assert.Contains("Seeds: 2 texts", Assert.Single(seeds.Differences), StringComparison.Ordinal);
        _options.SimilarityThreshold = 0.5;
        var threshold = await Assert.ThrowsAsync<RunDiffersException>(() => Run(Pool, 0, out _).GrowAsync(Seeds, _options));
        Assert.Equal("SimilarityThreshold: 0.9 before, 0.5 now", Assert.Single(threshold.Differences));
    }

    [Fact]
    public async Task APoolThatWasChangedByHandIsNamed()
    {
        await Run(Pool, int.MaxValue, out _).GrowAsync(Seeds, _options);
        await File.AppendAllTextAsync(Pool, "\"one more\"\n");
        var failure = await Assert.ThrowsAsync<DataFormatException>(() => Run(Pool, 0, out _).GrowAsync(Seeds, _options));
        Assert.Contains("does not belong to the ", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <param name="path">The file.</param>
    /// <param name="calls">Answers after which the run is stopped.</param>
    /// <param name="left">How many are left.</param>
    /// <param name="source">What stops it.</param>
    private PoolRun Run(string path, int calls, out int[] left, CancellationTokenSource? source = null)
    {
        int[] remaining = [calls];
        left = remaining;
        var author = new ScriptedChatClient(call =>
        {
            _answers++;
            if (--remaining[0] == 0)
            {
                source?.Cancel();
            }

            var random = SeededRandom.For(call.Options!.Seed!.Value, "author");
            return string.Join('\n', Enumerable.Range(1, 3).Select(number => $"{number}. Text {random.Next(1000)} of an author."));
        });
        var embeddings = new RecordingEmbeddings(text => [.. Enumerable.Range(0, 8).Select(i => (float)(SeededRandom.For(i, text).NextDouble() - 0.5))]);
        return new PoolRun(client => new PersonaGenerator(client, embeddings), author, path);
    }
}
