using Microsoft.Data.Sqlite;

namespace Aloe.Middleware;

/// <summary>A connection with its prepared look-up; used by one thread at a time.</summary>
internal sealed class CacheReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _command;

    public CacheReader(SqliteConnection connection)
    {
        _connection = connection;
        _command = connection.CreateCommand();
        _command.CommandText = "SELECT created, checksum, body FROM entry WHERE key = $key";
        _command.Parameters.Add("$key", SqliteType.Blob);
    }

    public CacheEntry? Read(byte[] key)
    {
        _command.Parameters[0].Value = key;
        using var row = _command.ExecuteReader();
        return row.Read()
            ? new CacheEntry(key, DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)), row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2))
            : null;
    }

    public void Dispose()
    {
        _command.Dispose();
        _connection.Dispose();
    }
}
