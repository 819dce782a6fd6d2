using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aloe.Personalization;

/// <summary>Keeps each picture in a JSON file of its own, named by a hash of the user's id.</summary>
/// <remarks>
/// Files are replaced as a whole. On Unix only their owner can read them, and the folder if the store creates it. Nothing is encrypted, and the hash hides an id only from who cannot guess it.
/// A file that is no picture counts as none, with a warning. Thread-safe; several processes may share a folder.
/// </remarks>
public sealed class FilePersonaStore : IPersonaStore
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder;
    private readonly ILogger _logger;

    /// <summary>Opens a store.</summary>
    /// <param name="folder">Where the files are; created when it is missing. Nothing else should be in it.</param>
    /// <param name="logger">Is told of files that cannot be read; null tells nobody.</param>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is empty.</exception>
    public FilePersonaStore(string folder, ILogger<FilePersonaStore>? logger = null)
    {
        _folder = Path.GetFullPath(Require.Text(folder, nameof(folder)));
        _logger = logger ?? NullLogger<FilePersonaStore>.Instance;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
        }
        else
        {
            Directory.CreateDirectory(_folder, OwnersFile | UnixFileMode.UserExecute);
        }
    }

    /// <inheritdoc/>
    public async Task<UserPicture?> GetAsync(string user, CancellationToken cancellationToken = default)
    {
        var name = UserHash.Of(user);
        byte[] json;
        try
        {
            json = await File.ReadAllBytesAsync(PathOf(name), cancellationToken).ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        var picture = PictureFormat.Read(json);
        if (picture is null)
        {
            _logger.Unreadable(name);
        }

        return picture;
    }

    /// <inheritdoc/>
    public async Task SetAsync(string user, UserPicture picture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var name = UserHash.Of(user);

        // A name for each write, so that writers of the same user do not meet in one file.
        var temporary = Path.Combine(_folder, $"{name}.{Guid.NewGuid():N}.tmp");
        try
        {
            var stream = new FileStream(temporary, NewFile());
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(PictureFormat.Write(picture), cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, PathOf(name), overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task ForgetAsync(string user, CancellationToken cancellationToken = default)
    {
        var name = UserHash.Of(user);
        cancellationToken.ThrowIfCancellationRequested();

        // First what a writer may be about to move into place, or a killed one has left.
        foreach (var temporary in Directory.EnumerateFiles(_folder, $"{name}.*.tmp"))
        {
            File.Delete(temporary);
        }

        File.Delete(PathOf(name));
        return Task.CompletedTask;
    }

    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnersFile;
        }

        return options;
    }

    private string PathOf(string name) => Path.Combine(_folder, name + ".json");
}
