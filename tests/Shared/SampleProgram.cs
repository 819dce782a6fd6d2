using System.Diagnostics;
using System.Text.Json;

namespace Aloe.Samples.Tests;

/// <summary>The sample that the tests are of, as the real program in a process of its own.</summary>
internal sealed class SampleProgram : IDisposable
{
    private static readonly string Name = typeof(SampleProgram).Assembly.GetName().Name!.Replace(".Tests", "", StringComparison.Ordinal);

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory.Replace(Path.Combine("tests", $"{Name}.Tests"), Path.Combine("samples", Name)), $"{Name}.dll");

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private SampleProgram(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public bool HasExited => _process.HasExited;

    public static SampleProgram Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("OPENAI_API_KEY");
        start.Environment.Remove("GITHUB_STEP_SUMMARY");
        return new SampleProgram(Process.Start(start)!);
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
        /// <summary>The one line of figures.</summary>
        public JsonElement Figures => JsonDocument.Parse(Assert.Single(Output.TrimEnd().Split('\n'))).RootElement;
    }
}
