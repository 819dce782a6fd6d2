using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>While it lives, libtorch uses one worker's share of its threads inside an operation, also for the optimizer: threads that wait for each other inside small operations are slow, and very slow on a busy machine.</summary>
internal sealed class ThreadShare : IDisposable
{
    private readonly int _threads = get_num_threads();

    /// <param name="workers">Workers that share the threads.</param>
    public ThreadShare(int workers) => set_num_threads(Math.Max(1, _threads / workers));

    /// <inheritdoc/>
    public void Dispose() => set_num_threads(_threads);
}
