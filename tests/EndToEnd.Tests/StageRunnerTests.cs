using Aloe.Samples.EndToEnd.Pipeline;
using Aloe.Samples.Progress;
using Microsoft.Extensions.Time.Testing;

namespace Aloe.Samples.EndToEnd.Tests;

public sealed class StageRunnerTests : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _ran = [];

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task A_finished_stage_is_not_run_again()
    {
        await RunAsync();
        await RunAsync();
        Assert.Equal(["first", "second"], _ran);
    }

    [Fact]
    public async Task A_stage_that_failed_is_run_again_and_the_ones_before_it_are_not()
    {
        await Assert.ThrowsAsync<IOException>(() => RunAsync(secondFails: true));
        await RunAsync();
        Assert.Equal(["first", "second", "second"], _ran);
    }

    [Fact]
    public async Task A_missing_output_is_made_again_and_nothing_else_when_it_comes_out_the_same()
    {
        await RunAsync();
        File.Delete(Path.Combine(_root.Path, "first.txt"));
        await RunAsync();
        Assert.Equal(["first", "second", "first"], _ran);
    }

    [Fact]
    public async Task A_stage_is_made_again_from_nothing_when_its_input_came_out_differently()
    {
        await RunAsync();
        File.Delete(Path.Combine(_root.Path, "first.txt"));
        await RunAsync(firstContent: "other");
        Assert.Equal(["first", "second", "first", "second"], _ran);
        Assert.Equal("second after other", File.ReadAllText(Path.Combine(_root.Path, "second", "made.txt")));
    }

    [Fact]
    public async Task A_changed_output_is_refused()
    {
        await RunAsync();
        File.AppendAllText(Path.Combine(_root.Path, "second", "made.txt"), "!");
        var refused = await Assert.ThrowsAsync<UsageException>(() => RunAsync());
        Assert.Contains("made.txt' was changed after it had been made", refused.Message);
    }

    [Fact]
    public async Task Working_time_of_a_killed_part_is_counted()
    {
        using (var folder = RunFolder.Open(_root.Path))
        {
            // What a killed process leaves: its last reading.
            using var clock = new StageClock(folder, "first", _time);
            _time.Advance(TimeSpan.FromSeconds(7));
        }

        var ledger = await RunAsync(work: TimeSpan.FromSeconds(2));
        var first = ledger.Finished.Single(record => record.Name == "first");
        Assert.Equal(9, first.Seconds);
        Assert.InRange(first.PeakMemoryMiB, 10, 100_000);
        Assert.Equal(2, ledger.Finished.Single(record => record.Name == "second").Seconds);
    }

    [Fact]
    public void A_second_process_is_refused()
    {
        using var folder = RunFolder.Open(_root.Path);
        var refused = Assert.Throws<UsageException>(() => RunFolder.Open(_root.Path));
        Assert.StartsWith("Another process is working in", refused.Message);
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_refused()
    {
        var file = Path.Combine(_root.Path, "file");
        File.WriteAllText(file, "");
        Assert.StartsWith($"--out '{file}' cannot be used", Assert.Throws<UsageException>(() => RunFolder.Open(file)).Message);
    }

    private async Task<StageLedger> RunAsync(string firstContent = "first", bool secondFails = false, TimeSpan work = default)
    {
        using var folder = RunFolder.Open(_root.Path);
        var ledger = new StageLedger(folder, "settings");
        IStage[] stages =
        [
            new FakeStage("first", [], ["first.txt"], () =>
            {
                _ran.Add("first");
                _time.Advance(work);
                File.WriteAllText(folder.PathOf("first.txt"), firstContent);
            }),
            new FakeStage("second", ["first.txt"], ["second"], () =>
            {
                _ran.Add("second");
                _time.Advance(work);
                if (secondFails)
                {
                    throw new IOException();
                }

                Directory.CreateDirectory(folder.PathOf("second"));
                File.AppendAllText(folder.PathOf("second/made.txt"), $"second after {File.ReadAllText(folder.PathOf("first.txt"))}");
            }),
        ];
        await new StageRunner(folder, ledger, new PlainDisplay(TextWriter.Null, _time), _time).RunAsync(stages, TestContext.Current.CancellationToken);
        return ledger;
    }

    private sealed class FakeStage(string name, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, Action run) : IStage
    {
        public string Name => name;

        public IReadOnlyList<string> Inputs => inputs;

        public IReadOnlyList<string> Outputs => outputs;

        public Task<string> RunAsync(StageProgress progress, CancellationToken cancellationToken)
        {
            run();
            return Task.FromResult("made");
        }
    }
}
