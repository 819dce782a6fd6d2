using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

public sealed class TorchRuntimeTests
{
    [Fact]
    public void The_native_library_is_changed_in_two_bytes_and_in_no_other_place()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The work-around concerns Linux only.");
        var original = File.ReadAllBytes(NativeLibraries.Find("libLibTorchSharp.so")!);

        var patched = WeakVersionPatch.Apply(original);

        Assert.NotNull(patched);
        Assert.Equal(original.Length, patched.Length);
        var changed = Enumerable.Range(0, original.Length).Where(i => original[i] != patched[i]).ToArray();
        // Binding GLOBAL (1) to WEAK (2) of a FUNC (2) symbol, and the flag VER_FLG_WEAK (2).
        Assert.Equal([(0x12, 0x22), (0, 2)], changed.Select(i => ((int)original[i], (int)patched[i])));
    }

    [Fact]
    public void Files_that_the_patch_does_not_fit_are_left_alone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The work-around concerns Linux only.");
        var original = File.ReadAllBytes(NativeLibraries.Find("libLibTorchSharp.so")!);

        Assert.Null(WeakVersionPatch.Apply([]));
        Assert.Null(WeakVersionPatch.Apply("\u007fELF\u0002\u0001"u8));
        Assert.Null(WeakVersionPatch.Apply(original.AsSpan(0, original.Length / 2)));
        Assert.Null(WeakVersionPatch.Apply(Renamed(original, "_ZSt21ios_base_library_initv", "_ZSt21ios_base_library_inity")));
        Assert.Null(WeakVersionPatch.Apply(Renamed(original, "GLIBCXX_3.4.32", "GLIBCXX_3.4.99")));
        Assert.Null(WeakVersionPatch.Apply(File.ReadAllBytes(NativeLibraries.Find("libc10.so")!)));
    }

    [Fact]
    public void The_loaded_library_is_the_adapted_one_exactly_where_the_system_needs_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The work-around concerns Linux only.");
        TorchRuntime.EnsureLoaded();
        var loaded = File.ReadAllLines("/proc/self/maps").Where(line => line.EndsWith("libLibTorchSharp.so", StringComparison.Ordinal)).Select(line => line[line.IndexOf('/')..]).Distinct();

        var path = Assert.Single(loaded);
        Assert.Equal(NativeLibraries.SystemHasRequiredVersion(), path == NativeLibraries.Find("libLibTorchSharp.so"));
        Assert.Equal(6, ones(2, 3).sum().item<float>());
    }

    [Fact]
    public void A_private_copy_that_somebody_changed_is_replaced()
    {
        using var folder = new TemporaryFolder();
        var path = PrivateCopy.WriteTo(folder["sub"], "lib.so", [1, 2, 3]);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(folder["sub"]) == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        File.WriteAllBytes(path, [1, 2, 4]);

        Assert.Equal(path, PrivateCopy.WriteTo(folder["sub"], "lib.so", [1, 2, 3]));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder["sub"]));
    }

    [Fact]
    public void Devices_are_parsed_and_unknown_ones_named()
    {
        Assert.Equal(CPU.type, TorchRuntime.ParseDevice("cpu").type);
        Assert.Equal(cuda.is_available() ? CUDA.type : CPU.type, TorchRuntime.ParseDevice("auto").type);
        Assert.Contains("\"tpu\"", Assert.Throws<ArgumentException>(() => TorchRuntime.ParseDevice("tpu")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cuda_without_a_gpu_says_what_to_add()
    {
        TorchRuntime.EnsureLoaded();
        Assert.SkipWhen(cuda.is_available(), "This machine has a GPU.");
        var error = Assert.Throws<TorchUnavailableException>(() => TorchRuntime.ParseDevice("cuda"));
        Assert.Contains("TorchSharp-cuda-linux", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Renamed(byte[] file, string from, string to)
    {
        var changed = file.ToArray();
        // In .dynstr, the first place where the name stands.
        System.Text.Encoding.ASCII.GetBytes(to).CopyTo(changed, file.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(from)));
        return changed;
    }
}
