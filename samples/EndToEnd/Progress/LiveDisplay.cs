using Aloe.Samples.Progress;
using Spectre.Console;

namespace Aloe.Samples.EndToEnd.Progress;

/// <summary>Progress bars that redraw themselves, for a terminal.</summary>
internal sealed class LiveDisplay(IAnsiConsole console) : IProgressDisplay
{
    private readonly Dictionary<string, ProgressTask> _tasks = [];
    private readonly Lock _gate = new();
    private ProgressContext? _context;

    public Task ShowAsync(Func<Task> run)
        => console.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context =>
            {
                _context = context;
                return run();
            });

    public void Report(StageStatus status)
    {
        lock (_gate)
        {
            if (!_tasks.TryGetValue(status.Name, out var task))
            {
                task = _tasks[status.Name] = _context!.AddTask(status.Name);
            }

            var left = status.Left is { } span ? $" · about {span:m\\:ss} left" : "";
            task.Description = $"{status.Number}/{status.Count} [bold]{Markup.Escape(status.Name)}[/] [grey]{Markup.Escape(status.Detail)}{left}[/]";
            task.MaxValue = Math.Max(status.Total, 1);
            task.Value = status.State == StageState.Running ? status.Done : task.MaxValue;
            if (status.State != StageState.Running)
            {
                task.StopTask();
            }
        }
    }
}
