namespace Aloe.Torch.Tests.Training;

/// <summary>Remembers every step, and can bring a run down.</summary>
internal sealed class Recorder : IProgress<TrainingProgress>, IProgress<string>
{
    public List<TrainingProgress> Steps { get; } = [];

    public List<string> Notices { get; } = [];

    public int DieAt { get; init; } = -1;

    public Action<int>? OnStep { get; init; }

    public void Report(TrainingProgress value)
    {
        Steps.Add(value);
        OnStep?.Invoke(value.Step);
        if (value.Step == DieAt)
        {
            throw new TimeoutException("The machine went away.");
        }
    }

    public void Report(string value) => Notices.Add(value);
}
