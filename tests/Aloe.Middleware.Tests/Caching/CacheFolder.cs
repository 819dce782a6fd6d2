using Microsoft.Data.Sqlite;

namespace Aloe.Middleware.Tests.Caching;

/// <summary>A folder with a cache file that is gone after the test.</summary>
internal sealed class CacheFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aloe-test-");

    public string Cache => this["cache.db"];

    public string this[string name] => Path.Combine(_folder.FullName, name);

    /// <summary>Runs a statement on the cache file, past the cache.</summary>
    public long Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Cache};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as long? ?? 0;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
