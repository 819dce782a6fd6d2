using System.Diagnostics;
using System.Globalization;

namespace Aloe.Samples;

/// <summary>The most memory this process has held so far.</summary>
internal static class PeakMemory
{
    /// <summary>Peak resident set in MiB: <c>VmHWM</c> on Linux, the peak working set elsewhere.</summary>
    public static int MiB()
    {
        if (OperatingSystem.IsLinux() && File.ReadLines("/proc/self/status").FirstOrDefault(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line)
        {
            return (int)(long.Parse(line.AsSpan(6).TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) / 1024);
        }

        using var process = Process.GetCurrentProcess();
        return (int)(process.PeakWorkingSet64 / (1024 * 1024));
    }
}
