using Aloe.Samples.Progress;
using Microsoft.Extensions.Time.Testing;

namespace Aloe.Samples.EndToEnd.Tests;

public sealed class ProgressTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Plain_lines_come_at_most_every_two_seconds_and_once_at_the_end()
    {
        var progress = new StageProgress("trees", 2, 6, new PlainDisplay(_output, _time), _time);
        progress.Start();
        for (var done = 1; done <= 50; done++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            progress.Report(done, 50, $"{done} trees");
        }

        progress.Finish("50 trees");
        Assert.Equal(
            ["[2/6] trees      40 %  0:02 so far, about 0:03 left  20 trees", "[2/6] trees      80 %  0:04 so far, about 0:01 left  40 trees", "[2/6] trees     done in 0:05: 50 trees", ""],
            _output.ToString().Split('\n'));
    }

    [Fact]
    public void Time_left_counts_only_the_work_of_this_process()
    {
        var display = new Recorder();
        var progress = new StageProgress("trees", 1, 1, display, _time);
        progress.Start();
        progress.Report(80, 100);
        Assert.Null(display.Last!.Left);
        _time.Advance(TimeSpan.FromSeconds(10));
        progress.Report(90, 100);
        Assert.Equal(TimeSpan.FromSeconds(10), display.Last!.Left);
    }

    [Fact]
    public void A_stage_done_before_says_so()
    {
        new StageProgress("sft", 3, 6, new PlainDisplay(_output, _time), _time).Skip();
        Assert.Equal("[3/6] sft       already done\n", _output.ToString());
    }

    private sealed class Recorder : IProgressDisplay
    {
        public StageStatus? Last { get; private set; }

        public Task ShowAsync(Func<Task> run) => run();

        public void Report(StageStatus status) => Last = status;
    }
}
