using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aloe.Data;
using Microsoft.Extensions.AI;

namespace Aloe.Runs;

/// <summary>Grows a pool of persona texts into a file and can be stopped at any moment, also by a killed process: started again, it asks the author nothing twice and ends with the same file.</summary>
/// <remarks>
/// The file appears once the pool is whole; beside it, here <c>profiles.jsonl</c>, stand <c>profiles.run.json</c>, what the run was begun with, and <c>profiles.growth.jsonl</c>, the counts after every call. Until then
/// <c>profiles.calls</c> keeps the author's answers, from which the growth is repeated; candidates are embedded again.
/// </remarks>
public sealed class PoolRun
{
    private const string Item = "pool";
    private const string Author = "author";

    private readonly Func<IChatClient, IPersonaGenerator> _generator;
    private readonly IChatClient _author;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly RunFiles _files;

    /// <summary>Creates a run; nothing is read or written yet.</summary>
    /// <param name="generator">Makes a generator that asks the given author.</param>
    /// <param name="author">Writes new texts.</param>
    /// <param name="path">The file, in <see cref="TextPoolFormat"/>; its folder is created if it is missing.</param>
    /// <param name="settings">What else decides the pool, such as model ids, by name; a run is not continued with other settings. Null for none.</param>
    public PoolRun(Func<IChatClient, IPersonaGenerator> generator, IChatClient author, string path, IReadOnlyDictionary<string, string>? settings = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(author);
        (_generator, _author, _settings) = (generator, author, settings ?? new Dictionary<string, string>());
        _files = new RunFiles(Path.GetFullPath(Require.Text(path, nameof(path))));
    }

    /// <summary>Grows the pool, or reads the one that is there.</summary>
    /// <param name="seeds">Texts to start from; they are kept and come first.</param>
    /// <param name="options">Options; all must be those of the last time.</param>
    /// <param name="run">How the run is carried out; null means the defaults.</param>
    /// <param name="progress">Told after every call, those of earlier starts included.</param>
    /// <param name="cancellationToken">Stops the run; what is answered stays.</param>
    /// <returns>The pool and its counts.</returns>
    /// <exception cref="RunDiffersException">The file belongs to a run with other seeds or options; it stays as it is.</exception>
    /// <exception cref="RunLockedException">Another process works on the file.</exception>
    /// <exception cref="Personas.PersonaGrowthException">The author or the embedding model failed, or an answer could not be kept.</exception>
    /// <exception cref="DataFormatException">A file is unreadable.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<PersonaPool> GrowAsync(
        IReadOnlyList<string> seeds,
        PersonaGrowthOptions options,
        RunOptions? run = null,
        IProgress<PersonaGrowthProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentNullException.ThrowIfNull(options);
        run ??= new RunOptions();
        Directory.CreateDirectory(_files.Folder);
        using var guard = RunLock.Take(_files.Lock, run.Time);
        await RunManifest.Of("pool", Settings(seeds, options).Concat(_settings)).CheckAsync(_files, File.Exists(_files.Results) || Directory.Exists(_files.Calls)).ConfigureAwait(false);
        if (File.Exists(_files.Results))
        {
            return await ReadAsync(progress, cancellationToken).ConfigureAwait(false);
        }

        using var journal = CallJournal.Open(_files.Calls, run.Time);
        using var stop = new RunStop(run.Grace, run.Time, cancellationToken);
        var history = new History(progress);
        try
        {
            var author = new JournaledChatClient(_author, new ItemCalls(journal, Item), Author, stop);
            var pool = await _generator(author).GrowAsync(seeds, options, history, stop.Abandon).ConfigureAwait(false);
            await new GrowthFormat().WriteAsync(_files.Growth, [.. history.Lines.SkipLast(1), GrowthLine.Of(pool.Progress, pool.Stop)], cancellationToken).ConfigureAwait(false);
            await new TextPoolFormat().WriteAsync(_files.Results, pool.Texts, cancellationToken).ConfigureAwait(false);
            journal.Delete();
            return pool;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private async Task<PersonaPool> ReadAsync(IProgress<PersonaGrowthProgress>? progress, CancellationToken cancellationToken)
    {
        var growth = await new GrowthFormat().ReadAsync(_files.Growth, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        var texts = await new TextPoolFormat().ReadAsync(_files.Results, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (growth is not [.., { Stop: { } stop } last] || last.Count != texts.Count)
        {
            throw new DataFormatException(_files.Growth, 0, null, $"does not belong to the {texts.Count} texts of {_files.Results}. Delete both to grow the pool anew.");
        }

        foreach (var line in growth)
        {
            progress?.Report(line.ToProgress());
        }

        return new PersonaPool(last.Kind, texts, last.ToProgress(), stop);
    }

    private static IEnumerable<KeyValuePair<string, string>> Settings(IReadOnlyList<string> seeds, PersonaGrowthOptions options)
    {
        string Text<T>(T value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return
        [
            new(nameof(options.Kind), Text(options.Kind)),
            new(nameof(options.TargetCount), Text(options.TargetCount)),
            new(nameof(options.SimilarityThreshold), Text(options.SimilarityThreshold)),
            new(nameof(options.CandidatesPerCall), Text(options.CandidatesPerCall)),
            new(nameof(options.ExamplesPerCall), Text(options.ExamplesPerCall)),
            new(nameof(options.Temperature), Text(options.Temperature)),
            new(nameof(options.MaxCalls), Text(options.MaxCalls)),
            new(nameof(options.SaturationWindow), Text(options.SaturationWindow)),
            new(nameof(options.SaturationFloor), Text(options.SaturationFloor)),
            new(nameof(options.Seed), Text(options.Seed)),
            new(nameof(options.Excluded), Hash(options.Excluded)),
            new("Seeds", Hash(seeds)),
        ];
    }

    private static string Hash(IReadOnlyList<string> texts)
        => string.Create(CultureInfo.InvariantCulture, $"{texts.Count} texts, {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', texts))).AsSpan(0, 8))}");

    /// <summary>Remembers the counts after every call, and hands them on.</summary>
    private sealed class History(IProgress<PersonaGrowthProgress>? next) : IProgress<PersonaGrowthProgress>
    {
        public List<GrowthLine> Lines { get; } = [];

        public void Report(PersonaGrowthProgress value)
        {
            Lines.Add(GrowthLine.Of(value));
            next?.Report(value);
        }
    }
}
