using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Aloe.Middleware;

/// <summary>The SQLite file of a cache in WAL mode: any number of readers beside one writer, in this process and in others.</summary>
/// <remarks>A committed entry survives the death of the process. After a loss of power the latest entries may be gone, and the file is whole (<c>synchronous = NORMAL</c>).</remarks>
internal sealed class CacheFile : IDisposable
{
    private const int ApplicationId = 0x416C6F65;
    private const int Version = 1;

    private readonly string _path;
    private readonly string _connectionString;
    private readonly SqliteConnection _writer;
    private readonly ConcurrentBag<CacheReader> _readers = [];

    public CacheFile(string path, TimeSpan lockTimeout)
    {
        _path = path;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = (int)lockTimeout.TotalSeconds }.ToString();
        _writer = Naming(Connect);
        try
        {
            Naming(Prepare);
        }
        catch
        {
            _writer.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of all answers.</summary>
    public long Size => Naming(() => Scalar("SELECT ifnull(sum(size), 0) FROM entry"));

    public CacheEntry? Read(byte[] key) => Naming(() =>
    {
        var reader = _readers.TryTake(out var idle) ? idle : new CacheReader(Connect());
        try
        {
            return reader.Read(key);
        }
        finally
        {
            _readers.Add(reader);
        }
    });

    /// <summary>Writes entries in one transaction; an entry with the same key is replaced.</summary>
    public void Write(IEnumerable<CacheEntry> entries) => Naming(() =>
    {
        using var transaction = _writer.BeginTransaction(deferred: false);
        using var command = _writer.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT OR REPLACE INTO entry (key, created, size, checksum, body) VALUES ($key, $created, $size, $checksum, $body)";
        foreach (var entry in entries)
        {
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$key", entry.Key);
            command.Parameters.AddWithValue("$created", entry.Created.ToUnixTimeMilliseconds());
            command.Parameters.AddWithValue("$size", entry.Body.Length);
            command.Parameters.AddWithValue("$checksum", entry.Checksum);
            command.Parameters.AddWithValue("$body", entry.Body);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    });

    public void DeleteBefore(DateTimeOffset time) => Naming(() => Execute("DELETE FROM entry WHERE created < $value", time.ToUnixTimeMilliseconds()));

    /// <summary>Drops the oldest entries until the others fit.</summary>
    public void ShrinkTo(long bytes) => Naming(() => Execute(
        "DELETE FROM entry WHERE id IN (SELECT id FROM (SELECT id, sum(size) OVER (ORDER BY created DESC, id DESC) AS newer FROM entry) WHERE newer > $value)", bytes));

    public void Dispose()
    {
        foreach (var reader in _readers)
        {
            reader.Dispose();
        }

        _writer.Dispose();
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }

    private void Prepare()
    {
        var version = Scalar("PRAGMA user_version");
        var application = Scalar("PRAGMA application_id");
        if (application != ApplicationId && Scalar("SELECT count(*) FROM sqlite_schema") > 0)
        {
            throw new CacheFileException(_path, "this is another application's database.");
        }

        if (version > Version)
        {
            throw new CacheFileException(_path, $"it is of version {version}, this SDK reads up to {Version}. Use a newer SDK or another file.");
        }

        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = NORMAL");
        using var transaction = _writer.BeginTransaction(deferred: false);
        Execute("CREATE TABLE IF NOT EXISTS entry (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, created INTEGER NOT NULL, size INTEGER NOT NULL, checksum BLOB NOT NULL, body BLOB NOT NULL)");
        Execute("CREATE INDEX IF NOT EXISTS entry_age ON entry (created, size)");
        Execute($"PRAGMA application_id = {ApplicationId}");
        Execute($"PRAGMA user_version = {Version}");
        transaction.Commit();
    }

    private long Scalar(string sql)
    {
        using var command = _writer.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private void Execute(string sql, long? value = null)
    {
        using var command = _writer.CreateCommand();
        command.CommandText = sql;
        if (value is { } number)
        {
            command.Parameters.AddWithValue("$value", number);
        }

        command.ExecuteNonQuery();
    }

    private void Naming(Action action) => Naming(() =>
    {
        action();
        return true;
    });

    /// <summary>Whatever the database complains about, the error names the file.</summary>
    private T Naming<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException failure)
        {
            throw new CacheFileException(_path, failure.SqliteErrorCode switch
            {
                SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => "it is damaged or no SQLite database. Delete it and its -wal and -shm files to start an empty cache.",
                SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => $"another process kept it locked for longer than {nameof(DiskCacheOptions)}.{nameof(DiskCacheOptions.LockTimeout)}.",
                SQLitePCL.raw.SQLITE_FULL => "the disk is full.",
                SQLitePCL.raw.SQLITE_CANTOPEN => "it cannot be opened or made: is there such a folder?",
                _ => failure.Message,
            }, failure);
        }
        catch (Exception failure) when (failure is InvalidCastException or FormatException)
        {
            // Columns of other types than this class writes.
            throw new CacheFileException(_path, "it is damaged. Delete it and its -wal and -shm files to start an empty cache.", failure);
        }
    }
}
