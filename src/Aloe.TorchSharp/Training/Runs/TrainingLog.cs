using System.Globalization;

namespace Aloe.Torch.Training;

/// <summary>Tells what is worth knowing beside the steps: the memory estimate, a damaged checkpoint. Every notice goes to the listener, if there is one, and to <c>training.log</c>.</summary>
/// <param name="path">The log file; its folder exists.</param>
/// <param name="listener">Who is told; null for nobody.</param>
/// <param name="time">The clock.</param>
internal sealed class TrainingLog(string path, IProgress<string>? listener, TimeProvider time)
{
    public void Tell(string notice)
    {
        File.AppendAllText(path, $"{time.GetUtcNow().ToString("u", CultureInfo.InvariantCulture)} {notice}{Environment.NewLine}");
        listener?.Report(notice);
    }
}
