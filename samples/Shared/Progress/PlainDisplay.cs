using System.Globalization;

namespace Aloe.Samples.Progress;

/// <summary>Progress as plain lines, for logs: one at most every two seconds, and one at the end of each stage.</summary>
internal sealed class PlainDisplay(TextWriter output, TimeProvider time) : IProgressDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private long _last = time.GetTimestamp();

    public Task ShowAsync(Func<Task> run) => run();

    public void Report(StageStatus status)
    {
        lock (_gate)
        {
            if (status.State == StageState.Running && time.GetElapsedTime(_last) < Interval)
            {
                return;
            }

            _last = time.GetTimestamp();
            output.WriteLine(Line(status));
            output.Flush();
        }
    }

    private static string Line(StageStatus status)
    {
        var head = $"[{status.Number}/{status.Count}] {status.Name,-9}";
        return status.State switch
        {
            StageState.Skipped => $"{head} {status.Detail}",
            StageState.Finished => $"{head} done in {Span(status.Elapsed)}: {status.Detail}",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"{head} {(status.Total > 0 ? $"{100L * status.Done / status.Total,3} %" : "  …  ")}  {Span(status.Elapsed)} so far{(status.Left is { } left ? $", about {Span(left)} left" : "")}  {status.Detail}").TrimEnd(),
        };
    }

    private static string Span(TimeSpan span) => span.ToString(span.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
}
