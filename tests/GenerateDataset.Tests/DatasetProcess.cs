using System.Diagnostics;
using System.Text.Json;

namespace Aloe.Samples.GenerateDataset.Tests;

/// <summary>The real program in a process of its own.</summary>
internal sealed class DatasetProcess : IDisposable
{
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory.Replace(Path.Combine("tests", "GenerateDataset.Tests"), Path.Combine("samples", "GenerateDataset")), "GenerateDataset.dll");

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private DatasetProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public bool HasExited => _process.HasExited;

    public static DatasetProcess Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("OPENAI_API_KEY");
        return new DatasetProcess(Process.Start(start)!);
    }

    public static async Task<Ending> RunAsync(params IEnumerable<string> arguments)
    {
        using var process = Start(arguments);
        return await process.EndAsync();
    }

    /// <summary>As by <c>kill -9</c>.</summary>
    public void Kill() => _process.Kill();

    /// <summary>As by a service manager. It takes the same way as Ctrl-C, whose signal the children of a shell's background job ignore.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public async Task<Ending> EndAsync()
    {
        await _process.WaitForExitAsync();
        return new Ending(_process.ExitCode, await _output, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    /// <summary>How a process ended.</summary>
    internal sealed record Ending(int Code, string Output, string Error)
    {
        /// <summary>The one line of counts.</summary>
        public JsonElement Counts => JsonDocument.Parse(Assert.Single(Output.TrimEnd().Split('\n'))).RootElement;
    }
}
