using System.Diagnostics;
using System.Globalization;

namespace Aloe.Benchmarks.Comparisons;

/// <summary>Peak memory of a piece of work, found by doing nothing but that in a process of its own.</summary>
internal static class ProcessMemory
{
    /// <summary>Most memory that this process has had resident so far, in bytes.</summary>
    public static long Peak()
    {
        const string field = "VmHWM:";
        const string status = "/proc/self/status";
        return File.Exists(status) && File.ReadLines(status).FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal)) is { } line
            ? long.Parse(line.AsSpan(field.Length).Trim()[..^3], CultureInfo.InvariantCulture) * 1_024
            : Process.GetCurrentProcess().PeakWorkingSet64;
    }

    /// <summary>Runs this program with other arguments and returns the last line that it prints.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static string LastLineOf(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ProcessMemory).Assembly.Location);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0
            ? output.TrimEnd().Split('\n')[^1]
            : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with exit code {child.ExitCode}.");
    }
}
