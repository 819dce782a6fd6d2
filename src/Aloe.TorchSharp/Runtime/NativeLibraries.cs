using System.Runtime.InteropServices;

namespace Aloe.Torch;

/// <summary>Finds and loads the native libraries that TorchSharp stands on, before TorchSharp looks for them itself.</summary>
internal static class NativeLibraries
{
    private const string BindingName = "LibTorchSharp";

    /// <summary>Loads everything, or says what is missing.</summary>
    public static void Load()
    {
        if (OperatingSystem.IsLinux())
        {
            OpenMp.WaitPassively();
            if (!SystemHasRequiredVersion())
            {
                LoadWeakened();
            }
        }

        // TorchSharp would print a long and often misleading trace to the console; asking first keeps the console clean.
        var assembly = typeof(global::TorchSharp.torch).Assembly;
        _ = NativeLibrary.TryLoad("torch_cpu", assembly, null, out _);
        if (!NativeLibrary.TryLoad(BindingName, assembly, null, out _))
        {
            throw Diagnose();
        }
    }

    /// <summary>True where the system's libstdc++ holds the symbol that TorchSharp's native part was linked against.</summary>
    public static bool SystemHasRequiredVersion()
        => NativeLibrary.TryLoad("libstdc++.so.6", out var handle) && NativeLibrary.TryGetExport(handle, WeakVersionPatch.Symbol, out _);

    /// <summary>Full path of a native library in the folders that this application loads from; null where it is in none.</summary>
    public static string? Find(string file)
        => Folders().Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Folders()
    {
        var known = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return known
            .Append(AppContext.BaseDirectory)
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", Platform, "native"));
    }

    private static string Platform
        => (OperatingSystem.IsWindows() ? "win-" : OperatingSystem.IsMacOS() ? "osx-" : "linux-") + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static void LoadWeakened()
    {
        if (Find("libLibTorchSharp.so") is not { } original || Find("libtorch_cpu.so") is not { } torch)
        {
            return; // Diagnose says so.
        }

        var content = WeakVersionPatch.Apply(File.ReadAllBytes(original))
            ?? throw new TorchUnavailableException(
                $"{original} needs {WeakVersionPatch.Version}, which the libstdc++ of this system lacks, and it is not a build that can be adapted. "
                + "Use a system with GCC 13 or newer libraries (Ubuntu 24.04, Debian 13), or the TorchSharp version that this package was built with.");
        try
        {
            // The copy finds libtorch by name, so libtorch must be there first.
            var folder = Path.GetDirectoryName(torch)!;
            foreach (var dependency in (ReadOnlySpan<string>)["libc10.so", "libtorch_cpu.so", "libtorch.so"])
            {
                NativeLibrary.Load(Path.Combine(folder, dependency));
            }

            // TorchSharp's own search then meets the loaded copy by its name.
            NativeLibrary.Load(PrivateCopy.Write("libLibTorchSharp.so", content));
        }
        catch (DllNotFoundException e)
        {
            throw new TorchUnavailableException($"libtorch was found in {Path.GetDirectoryName(torch)} but does not load: {e.Message}", e);
        }
    }

    private static TorchUnavailableException Diagnose()
    {
        var package = $"libtorch-cpu-{Platform}";
        var (prefix, suffix) = OperatingSystem.IsWindows() ? ("", ".dll") : OperatingSystem.IsMacOS() ? ("lib", ".dylib") : ("lib", ".so");
        if (Platform is not ("linux-x64" or "win-x64" or "win-arm64" or "osx-arm64"))
        {
            return new TorchUnavailableException($"TorchSharp has no native libraries for {Platform}; it runs on linux-x64, win-x64, win-arm64 and osx-arm64.");
        }

        foreach (var (file, source) in new[] { ($"{prefix}torch_cpu{suffix}", $"{package} {TorchRuntime.LibTorchVersion}"), ($"{prefix}{BindingName}{suffix}", "TorchSharp 0.107.0") })
        {
            if (Find(file) is not { } path)
            {
                return new TorchUnavailableException(
                    $"The native library {file} is not beside this application. Add the package {source} to the application's project"
                    + " (for CUDA: TorchSharp-cuda-linux or TorchSharp-cuda-windows instead of libtorch-cpu), and publish for a runtime identifier that has it.");
            }

            try
            {
                NativeLibrary.Load(path);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                return new TorchUnavailableException($"{path} is there but does not load: {e.Message}", e);
            }
        }

        return new TorchUnavailableException($"TorchSharp's native library {BindingName} does not load, though its parts do one by one.");
    }
}
