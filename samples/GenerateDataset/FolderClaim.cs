using System.Text.Json;

namespace Aloe.Samples.GenerateDataset;

/// <summary>Holds the folder of a run against other processes, and against other options than it was started with.</summary>
internal sealed class FolderClaim : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    private readonly FileStream _lock;

    private FolderClaim(FileStream @lock) => _lock = @lock;

    /// <param name="files">The folder; created if it is missing.</param>
    /// <param name="shown">The folder as the user wrote it.</param>
    /// <param name="settings">Everything that decides what the run makes.</param>
    /// <exception cref="UsageException">Another process holds the folder, it cannot be written, or it was started with other settings.</exception>
    public static FolderClaim Take(DatasetFiles files, string shown, IReadOnlyDictionary<string, string> settings)
    {
        var holder = files.Lock + ".holder";
        FileStream taken;
        try
        {
            Directory.CreateDirectory(files.Folder);
            taken = new FileStream(files.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(files.Lock))
        {
            var who = File.Exists(holder) ? File.ReadAllText(holder) : "Another process";
            throw new UsageException($"{who} is working in '{shown}': wait for it, or use another --out.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--out '{shown}' cannot be used: {error.Message}");
        }

        var claim = new FolderClaim(taken);
        try
        {
            File.WriteAllText(holder, $"Process {Environment.ProcessId} on {Environment.MachineName}");
            CheckSettings(files, shown, settings);
            return claim;
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    public void Dispose() => _lock.Dispose();

    private static void CheckSettings(DatasetFiles files, string shown, IReadOnlyDictionary<string, string> settings)
    {
        if (!File.Exists(files.Manifest))
        {
            File.WriteAllText(files.Manifest + ".tmp", JsonSerializer.Serialize(settings, Json));
            File.Move(files.Manifest + ".tmp", files.Manifest);
            return;
        }

        var before = JsonSerializer.Deserialize<SortedDictionary<string, string>>(File.ReadAllText(files.Manifest))!;
        var differences = before.Keys.Union(settings.Keys)
            .Where(name => before.GetValueOrDefault(name) != settings.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal)
            .Select(name => $"{name} {before.GetValueOrDefault(name) ?? "not set"}, now {settings.GetValueOrDefault(name) ?? "not set"}")
            .ToList();
        if (differences.Count > 0)
        {
            throw new UsageException($"'{shown}' was started with other options ({string.Join("; ", differences)}): repeat those, or use another --out.");
        }
    }
}
