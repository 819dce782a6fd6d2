using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

/// <summary>Tests that need a GPU are skipped with the reason where there is none.</summary>
internal static class Gpu
{
    public static void SkipWithout()
    {
        TorchRuntime.EnsureLoaded();
        Assert.SkipUnless(cuda.is_available(), "This machine has no CUDA GPU, or libtorch is the CPU build.");
    }
}
