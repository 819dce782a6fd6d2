using System.Globalization;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>How much memory a device has left, and how much is in use. TorchSharp does not tell, so that the system and the NVIDIA driver are asked.</summary>
internal static class DeviceMemory
{
    /// <summary>Bytes that can still be allocated; null where nobody knows, or the device is not there.</summary>
    public static long? Available(Device device) => !IsCuda(device) ? Host() : TorchRuntime.CudaIsAvailable() ? Cuda()?.Free : null;

    /// <summary>Bytes in use: on a GPU by all processes, else by this one; 0 where nobody knows.</summary>
    public static long Used(Device device) => !IsCuda(device) ? Environment.WorkingSet : Cuda() is { } memory ? memory.Total - memory.Free : 0;

    // What the process may use at most (a container's limit, or all memory) and what the system could give without swapping.
    private static long Host()
    {
        var allowed = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet;
        return Math.Max(0, OperatingSystem.IsLinux() && MemAvailable() is { } available ? Math.Min(allowed, available) : allowed);
    }

    private static long? MemAvailable()
    {
        const string file = "/proc/meminfo";
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal)) : null;
        return line is not null && long.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes * 1024 : null;
    }

    private static bool IsCuda(Device device) => device.type == global::TorchSharp.DeviceType.CUDA;

    private static unsafe (long Free, long Total)? Cuda()
    {
        // The driver answers for the current context of the thread, which libtorch makes with its first tensor.
        using var touch = zeros(1, device: CUDA);
        var library = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(library, out var driver) || !NativeLibrary.TryGetExport(driver, "cuMemGetInfo_v2", out var address))
        {
            return null;
        }

        nuint free, total;
        return ((delegate* unmanaged<nuint*, nuint*, int>)address)(&free, &total) == 0 ? ((long)free, (long)total) : null;
    }
}
