using System.Text.Json;

namespace Aloe.Data;

/// <summary>Builds trees into a file and can be stopped at any moment, also by a killed process: started again, it keeps what is there and builds only what is missing.</summary>
/// <remarks>
/// Trees are appended in the order of the requests, one line each, and handed to the operating system before the next one; a line that was cut off is removed and its tree built anew.
/// As a tree depends on nothing but its request and the options, the finished file is the same as that of an uninterrupted run.
/// The options are kept beside the file, in <c>FILE.run.json</c>, which also keeps two processes from writing at the same time.
/// </remarks>
public sealed class TreeRun
{
    private readonly IConversationTreeBuilder _builder;
    private readonly string _path;
    private readonly TreeFormat _format = new();

    /// <summary>Creates a run; nothing is read or written yet.</summary>
    /// <param name="builder">Builds the trees.</param>
    /// <param name="path">The file, in <see cref="TreeFormat"/>; its folder is created if it is missing.</param>
    public TreeRun(IConversationTreeBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        _builder = builder;
        _path = Path.GetFullPath(Require.Text(path, nameof(path)));
    }

    /// <summary>Builds the trees that the file does not hold yet.</summary>
    /// <param name="requests">All trees of the run, those built before included. May be longer than the last time, but must begin the same.</param>
    /// <param name="options">Options; all but <see cref="ConversationTreeOptions.Concurrency"/> must be those of the last time.</param>
    /// <param name="progress">Told once about the trees kept, then after every tree written.</param>
    /// <param name="cancellationToken">Stops the run; what is written stays.</param>
    /// <returns>Counts over the whole file.</returns>
    /// <exception cref="InvalidOperationException">The file belongs to a run with other requests or options; it stays as it is.</exception>
    /// <exception cref="DataFormatException">A line of the file other than a cut-off last one is unreadable; the file stays as it is.</exception>
    /// <exception cref="IOException">The file cannot be written, for example because another process is at it.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<TreeProgress> BuildAsync(
        IReadOnlyList<TreeRequest> requests,
        ConversationTreeOptions options,
        IProgress<TreeProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(options);
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        using var guard = new FileStream(_path + ".run.json", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var stream = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        await using (stream.ConfigureAwait(false))
        {
            var (length, lines) = Intact(stream);
            if (guard.Length == 0 && stream.Length > length)
            {
                throw Foreign("by something else");
            }

            CheckOptions(guard, options, isFresh: lines == 0);
            var state = await KeepAsync(stream, lines, requests, options, cancellationToken).ConfigureAwait(false);
            stream.SetLength(length);
            stream.Position = length;
            progress?.Report(state);
            var missing = requests.Skip(state.Completed).ToList();
            await foreach (var tree in _builder.BuildAllAsync(missing, options, progress: null, cancellationToken).ConfigureAwait(false))
            {
                // Not cancellable: a started line is finished.
                await stream.WriteAsync(_format.Line(tree), CancellationToken.None).ConfigureAwait(false);
                await stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
                state = new TreeProgress(state.Completed + 1, requests.Count, state.Ties + tree.Turns.Count(turn => turn.IsTie));
                progress?.Report(state);
            }

            return state;
        }
    }

    /// <summary>The whole lines of the file: what follows the last line end was cut off while it was written.</summary>
    private static (long Length, int Lines) Intact(FileStream stream)
    {
        var buffer = new byte[1 << 16];
        var (length, lines, position) = (0L, 0, 0L);
        stream.Position = 0;
        for (int read; (read = stream.Read(buffer)) > 0; position += read)
        {
            var part = buffer.AsSpan(0, read);
            lines += part.Count((byte)'\n');
            length = part.LastIndexOf((byte)'\n') is var last and >= 0 ? position + last + 1 : length;
        }

        return (length, lines);
    }

    private void CheckOptions(FileStream guard, ConversationTreeOptions options, bool isFresh)
    {
        var now = TreeRunLine.From(options);
        if (isFresh || guard.Length == 0)
        {
            guard.SetLength(0);
            JsonSerializer.Serialize(guard, now, DataJsonContext.Default.TreeRunLine);
            guard.Flush();
            return;
        }

        TreeRunLine? before;
        try
        {
            before = JsonSerializer.Deserialize(guard, DataJsonContext.Default.TreeRunLine);
        }
        catch (JsonException failure)
        {
            throw new DataFormatException(guard.Name, 0, failure.Path, failure.Message, failure);
        }

        if (before?.DifferenceTo(now) is { } difference)
        {
            throw Foreign($"with other options ({difference})");
        }
    }

    /// <summary>Checks the lines that are there against the requests.</summary>
    private async Task<TreeProgress> KeepAsync(
        FileStream stream, int lines, IReadOnlyList<TreeRequest> requests, ConversationTreeOptions options, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (requests.FirstOrDefault(request => !seen.Add(request.Id)) is { } duplicate)
        {
            throw new ArgumentException($"Tree id {duplicate.Id} is asked for more than once.", nameof(requests));
        }

        var kept = 0;
        var ties = 0;
        stream.Position = 0;
        await foreach (var tree in _format.ReadAsync(stream, _path, lines, cancellationToken).ConfigureAwait(false))
        {
            if (kept == requests.Count)
            {
                throw Foreign($"for more than the {requests.Count} trees asked for now");
            }

            var request = requests[kept++];
            if (tree.Id != request.Id || tree.Persona != request.Persona || tree.Turns.Count != options.Turns)
            {
                throw Foreign($"for other trees (tree {kept} is {tree.Id}, asked for is {request.Id})");
            }

            ties += tree.Turns.Count(turn => turn.IsTie);
        }

        return new TreeProgress(kept, requests.Count, ties);
    }

    private InvalidOperationException Foreign(string how)
        => new($"{_path} was begun {how}. Choose another file, or delete it and {Path.GetFileName(_path)}.run.json to begin anew.");
}
