using Aloe.Conversations;
using Aloe.Core.Tests.Doubles;
using Aloe.Runs;

namespace Aloe.Core.Tests.Runs;

/// <summary>A run holds what is open, not what is done. Not beside other tests, whose memory would count.</summary>
[Collection(nameof(RunMemoryTests))]
[CollectionDefinition(nameof(RunMemoryTests), DisableParallelization = true)]
public sealed class RunMemoryTests : IDisposable
{
    private const int Few = 10_000;
    private const int Many = 100_000;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task MemoryAfterManyTreesIsThatAfterFew()
    {
        var requests = ScriptedRoles.Requests(Many);
        var bytes = new Dictionary<int, long>();
        var progress = new Sampler(state =>
        {
            if (state.Completed is Few or Many)
            {
                bytes[state.Completed] = GC.GetTotalMemory(forceFullCollection: true);
            }
        });

        await new TreeRun(roles => new ConversationTreeBuilder(roles), QuickRoles.All, _folder.File("trees.jsonl"))
            .BuildAsync(requests, new() { Turns = 1, Concurrency = 64 }, progress: progress);

        Assert.InRange(bytes[Many] / (double)bytes[Few], 0, 1.1);
        Assert.False(Directory.Exists(_folder.File("trees.calls")));
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Sampler(Action<TreeRunProgress> sample) : IProgress<TreeRunProgress>
    {
        public void Report(TreeRunProgress value) => sample(value);
    }
}
