namespace Aloe.Samples.EndToEnd.Pipeline;

/// <summary>The folder of a run, held by one process at a time.</summary>
internal sealed class RunFolder : IDisposable
{
    public const string Profiles = "profiles.jsonl";
    public const string Personalities = "personalities.jsonl";
    public const string Personas = "personas.jsonl";
    public const string Trees = "trees.jsonl";
    public const string SftModel = "checkpoints/sft";
    public const string DpoModel = "checkpoints/dpo";
    public const string Benchmark = "benchmark";
    public const string Conversations = "conversations.jsonl";
    public const string Summary = "summary.json";
    public const string Manifest = "manifest.json";
    public const string HtmlReport = "report.html";
    public const string Plot = "al.png";

    /// <summary>Bookkeeping: settings, finished stages, the lock.</summary>
    public const string State = ".aloe";

    private readonly FileStream _lock;

    private RunFolder(string root, FileStream @lock) => (Root, _lock) = (root, @lock);

    public string Root { get; }

    /// <summary>Opens or creates a folder and keeps every other process out until it is disposed or the process ends.</summary>
    /// <exception cref="UsageException">Another process holds it, or it cannot be written.</exception>
    public static RunFolder Open(string path)
    {
        var root = Path.GetFullPath(path);
        var lockFile = Path.Combine(root, State, "lock");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(lockFile)!);
            return new RunFolder(root, new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(lockFile))
        {
            throw new UsageException($"Another process is working in '{path}': wait for it, or use another --out.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--out '{path}' cannot be used: {error.Message}");
        }
    }

    public string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>The files under relative paths of files and folders, in ordinal order, relative to the root.</summary>
    public IEnumerable<string> FilesOf(IEnumerable<string> relativePaths)
        => relativePaths
            .SelectMany(relative => Directory.Exists(PathOf(relative))
                ? Directory.EnumerateFiles(PathOf(relative), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
                : File.Exists(PathOf(relative)) ? [relative] : [])
            .Order(StringComparer.Ordinal);

    public void Delete(string relative)
    {
        if (Directory.Exists(PathOf(relative)))
        {
            Directory.Delete(PathOf(relative), recursive: true);
        }
        else
        {
            File.Delete(PathOf(relative));
        }
    }

    public void Dispose() => _lock.Dispose();
}
