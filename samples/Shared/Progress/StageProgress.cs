namespace Aloe.Samples.Progress;

/// <summary>What a stage reports its progress to; works out the time left.</summary>
internal sealed class StageProgress(string name, int number, int count, IProgressDisplay display, TimeProvider time)
{
    private readonly Lock _gate = new();
    private long _started;
    private int? _doneBefore;
    private int _done;
    private int _total;

    public void Skip() => display.Report(Status(StageState.Skipped, null, "already done"));

    public void Start()
    {
        _started = time.GetTimestamp();
        display.Report(Status(StageState.Running, null, ""));
    }

    /// <summary>Reports the state of the work; the first report tells what earlier processes had done.</summary>
    public void Report(int done, int total, string detail = "")
    {
        lock (_gate)
        {
            _doneBefore ??= done;
            (_done, _total) = (done, total);
            display.Report(Status(StageState.Running, Left(), detail));
        }
    }

    public void Finish(string made)
    {
        lock (_gate)
        {
            _done = _total;
            display.Report(Status(StageState.Finished, null, made));
        }
    }

    private TimeSpan? Left()
    {
        var doneHere = _done - _doneBefore!.Value;
        return doneHere > 0 ? time.GetElapsedTime(_started) * ((double)(_total - _done) / doneHere) : null;
    }

    private StageStatus Status(StageState state, TimeSpan? left, string detail)
        => new(name, number, count, state, _done, _total, _started == 0 ? TimeSpan.Zero : time.GetElapsedTime(_started), left, detail);
}
