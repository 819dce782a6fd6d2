namespace Aloe.Torch.Training;

/// <summary>The numbers of every step on disk: <c>metrics.jsonl</c>, one line a step, and the same as TensorBoard events. Not thread-safe.</summary>
internal sealed class MetricsLog : IDisposable
{
    public const string FileName = "metrics.jsonl";
    public const string EventsFolder = "tensorboard";

    private readonly TimeProvider _time;
    private readonly FileStream _lines;
    private readonly EventFile _events;

    private MetricsLog(FileStream lines, EventFile events, TimeProvider time) => (_lines, _events, _time) = (lines, events, time);

    /// <summary>Goes on after a step. Lines of later steps, which will be done again, and half a line are cut off, and the events are written anew from the lines: no step stands twice.</summary>
    /// <param name="folder">Folder of the run.</param>
    /// <param name="step">The last step that counts; 0 starts over.</param>
    /// <param name="time">The clock.</param>
    public static MetricsLog Open(string folder, int step, TimeProvider time)
    {
        var path = Path.Combine(folder, FileName);
        var kept = File.Exists(path) ? File.ReadLines(path).Select(MetricsLine.Parse).TakeWhile(line => line?.Step <= step).OfType<MetricsLine>().ToList() : [];
        AtomicFile.Write(path, stream => kept.ForEach(line => line.Write(stream)));
        var eventsFolder = Path.Combine(folder, EventsFolder);
        if (Directory.Exists(eventsFolder))
        {
            Directory.Delete(eventsFolder, recursive: true);
        }

        // A new name each time, because TensorBoard does not look again at what it has read.
        var now = time.GetUtcNow();
        Directory.CreateDirectory(eventsFolder);
        var events = new EventFile(Path.Combine(eventsFolder, $"events.out.tfevents.{now.ToUnixTimeSeconds()}.aloe"), Seconds(now));
        kept.ForEach(line => events.Write(line.Step, Seconds(line.Time), line.Values));
        return new MetricsLog(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete), events, time);
    }

    /// <summary>Adds a step; readers see it at once.</summary>
    public void Write(TrainingProgress step)
    {
        var line = new MetricsLine(step.Step, _time.GetUtcNow(), [.. MetricsLine.ValuesOf(step)]);
        line.Write(_lines);
        _lines.Flush();
        _events.Write(line.Step, Seconds(line.Time), line.Values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lines.Dispose();
        _events.Dispose();
    }

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
