using System.Text.Json;

namespace Aloe.Samples.EndToEnd.Pipeline;

/// <summary>Working time and peak memory of the stage that runs, kept on disk so that a killed process is counted too.</summary>
internal sealed class StageClock : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly RunFolder _folder;
    private readonly TimeProvider _time;
    private readonly Reading _before;
    private readonly long _started;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private bool _stopped;

    public StageClock(RunFolder folder, string stage, TimeProvider time)
    {
        (_folder, _time, _started) = (folder, time, time.GetTimestamp());
        _before = Read(folder) is { } reading && reading.Stage == stage ? reading : new Reading(stage, 0, 0);
        _timer = time.CreateTimer(_ => Save(), null, TimeSpan.Zero, Interval);
    }

    /// <summary>Seconds over all parts of the stage.</summary>
    public double Seconds => _before.Seconds + _time.GetElapsedTime(_started).TotalSeconds;

    public int PeakMemoryMiB => Math.Max(_before.PeakMemoryMiB, PeakMemory.MiB());

    /// <summary>The stage is finished: nothing is left to count on from.</summary>
    public void Finish()
    {
        Dispose();
        File.Delete(FileOf(_folder));
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _stopped = true;
        }
    }

    private static string FileOf(RunFolder folder) => folder.PathOf($"{RunFolder.State}/running.json");

    private static Reading? Read(RunFolder folder)
        => File.Exists(FileOf(folder)) ? JsonSerializer.Deserialize<Reading>(File.ReadAllText(FileOf(folder))) : null;

    private void Save()
    {
        lock (_gate)
        {
            if (!_stopped)
            {
                AtomicFile.WriteAllText(FileOf(_folder), JsonSerializer.Serialize(new Reading(_before.Stage, Seconds, PeakMemoryMiB)));
            }
        }
    }

    private sealed record Reading(string Stage, double Seconds, int PeakMemoryMiB);
}
