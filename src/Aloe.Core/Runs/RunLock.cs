using System.Text.Json;

namespace Aloe.Runs;

/// <summary>Keeps a run to one process. The system lets the lock go when the process ends, however it ends.</summary>
/// <remarks>For programs whose runs make more files than <see cref="TreeRun"/> and <see cref="PoolRun"/>, which hold their own.</remarks>
public sealed class RunLock : IDisposable
{
    private readonly FileStream _stream;

    private RunLock(FileStream stream) => _stream = stream;

    /// <summary>Takes a lock; dispose of it to let it go.</summary>
    /// <param name="path">The lock file, in a folder that exists. Who holds it is said in <c>PATH.holder</c>, as the file itself cannot be read meanwhile. The file stays.</param>
    /// <param name="time">Tells since when; null means the system's time.</param>
    /// <exception cref="RunLockedException">Another process holds it, or another part of this one.</exception>
    public static RunLock Take(string path, TimeProvider? time = null)
    {
        Require.Text(path, nameof(path));
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (File.Exists(path))
        {
            throw new RunLockedException(path, Holder(path), failure);
        }

        var holder = new LockHolder(Environment.ProcessId, Environment.MachineName, (time ?? TimeProvider.System).GetUtcNow());
        File.WriteAllBytes(path + ".holder", JsonSerializer.SerializeToUtf8Bytes(holder, RunJsonContext.Default.LockHolder));
        return new RunLock(stream);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The lock file stays: were it deleted, one process could hold the deleted file and another a new one.
        File.Delete(_stream.Name + ".holder");
        _stream.Dispose();
    }

    private static string Holder(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path + ".holder"), RunJsonContext.Default.LockHolder) is { } holder
                ? FormattableString.Invariant($"process {holder.ProcessId} on {holder.Machine}, since {holder.Since:yyyy-MM-dd HH:mm:ss} UTC")
                : "another process";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return "another process";
        }
    }
}
