using System.Diagnostics;
using System.Text;

namespace Aloe.Samples.EndToEnd.Tests;

/// <summary>The real program in a process of its own.</summary>
internal sealed class SampleProcess : IDisposable
{
    /// <summary>The program in its own output folder: that of the tests lacks libraries which a web application takes from the framework.</summary>
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory.Replace(Path.Combine("tests", "EndToEnd.Tests"), Path.Combine("samples", "EndToEnd")), "EndToEnd.dll");

    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _outputEnded = new();

    private SampleProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                _outputEnded.TrySetResult();
                return;
            }

            lock (_output)
            {
                _output.Append(line.Data).Append('\n');
            }

            Line?.Invoke(line.Data);
        };
        process.BeginOutputReadLine();
        _error = process.StandardError.ReadToEndAsync();
    }

    private event Action<string>? Line;

    /// <param name="key">Value of OPENAI_API_KEY; null removes it.</param>
    /// <param name="arguments">The command line.</param>
    public static SampleProcess Start(string? key, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment["OPENAI_API_KEY"] = key;
        return new SampleProcess(Process.Start(start)!);
    }

    public static async Task<(int Code, string Output, string Error)> RunAsync(string? key, params IEnumerable<string> arguments)
    {
        using var process = Start(key, arguments);
        return await process.EndAsync();
    }

    /// <summary>Waits for a line of output, or for the end of the process.</summary>
    public async Task WaitForAsync(Predicate<string> wanted)
    {
        var seen = new TaskCompletionSource();
        void Look(string line)
        {
            if (wanted(line))
            {
                seen.TrySetResult();
            }
        }

        Line += Look;
        string[] before;
        lock (_output)
        {
            before = _output.ToString().Split('\n');
        }

        Array.ForEach(before, Look);
        await Task.WhenAny(seen.Task, _outputEnded.Task);
        Line -= Look;
    }

    /// <summary>As by <c>kill -9</c>.</summary>
    public void Kill() => _process.Kill();

    public async Task<(int Code, string Output, string Error)> EndAsync()
    {
        await _process.WaitForExitAsync();
        await _outputEnded.Task;
        lock (_output)
        {
            return (_process.ExitCode, _output.ToString(), _error.Result);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
