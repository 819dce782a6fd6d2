using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>Loads libtorch and chooses devices. Every entry point of this package calls <see cref="EnsureLoaded"/> itself.</summary>
/// <remarks>
/// The package references TorchSharp; the application adds the libtorch of its platform, such as <c>libtorch-cpu-linux-x64</c>.
/// On Linux systems whose libstdc++ is older than GCC 13's (Debian 12, Ubuntu 22.04, RHEL 9) TorchSharp's native library does not load as it is;
/// an adapted copy is then made in a private folder of the user and loaded instead. Also on Linux, waiting OpenMP threads are set to sleep (<c>OMP_WAIT_POLICY=PASSIVE</c>)
/// unless that variable or <c>GOMP_SPINCOUNT</c> is set: spinning threads slow down everything as soon as cores are shared. Thread-safe.
/// </remarks>
public static class TorchRuntime
{
    /// <summary>Version of the libtorch packages that go with this package's TorchSharp.</summary>
    internal const string LibTorchVersion = "2.10.0";

    private static readonly Lazy<bool> Loaded = new(() =>
    {
        NativeLibraries.Load();
        InitializeDeviceType(global::TorchSharp.DeviceType.CPU);
        return true;
    });

    /// <summary>Loads libtorch once for this process. Call it before any use of TorchSharp of your own.</summary>
    /// <exception cref="TorchUnavailableException">libtorch is missing or does not load; the message says what to do.</exception>
    public static void EnsureLoaded() => _ = Loaded.Value;

    /// <summary>The device that a name stands for.</summary>
    /// <param name="name"><c>cpu</c>; <c>cuda</c>, the first GPU; or <c>auto</c>, the first GPU where there is one that works, else the CPU.</param>
    /// <exception cref="ArgumentException">Another name.</exception>
    /// <exception cref="TorchUnavailableException"><c>cuda</c> was asked for and is not available, or libtorch does not load.</exception>
    public static Device ParseDevice(string name)
    {
        EnsureLoaded();
        return name switch
        {
            "cpu" => CPU,
            "cuda" when CudaIsAvailable() => CUDA,
            "cuda" => throw new TorchUnavailableException(
                "The device cuda is not available: libtorch for CUDA and an NVIDIA driver are needed. "
                + "Add the package TorchSharp-cuda-linux or TorchSharp-cuda-windows instead of libtorch-cpu-… to the application, or use the device cpu."),
            "auto" => CudaIsAvailable() ? CUDA : CPU,
            _ => throw new ArgumentException($"Unknown device \"{name}\"; use cpu, cuda or auto.", nameof(name)),
        };
    }

    /// <summary>The number type for inference that suits a device: bfloat16 on a GPU, float32 on a CPU.</summary>
    internal static ScalarType InferenceType(Device device)
        => device.type == global::TorchSharp.DeviceType.CUDA ? ScalarType.BFloat16 : ScalarType.Float32;

    /// <summary>Whether there is a GPU that works. libtorch must be loaded.</summary>
    internal static bool CudaIsAvailable()
    {
        try
        {
            return cuda.is_available();
        }
        catch (NotSupportedException)
        {
            return false; // The CPU build of libtorch.
        }
    }
}
