using System.Security.Cryptography;

namespace Aloe.Torch;

/// <summary>Keeps a generated native library in a folder that only this user can write to.</summary>
internal static class PrivateCopy
{
    /// <summary>Makes sure that a file with exactly this content exists, and returns its path. Safe against other processes that do the same at the same time.</summary>
    public static string Write(string name, byte[] content)
    {
        var cache = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (cache.Length > 0)
        {
            try
            {
                return WriteTo(Path.Combine(cache, "aloe-sdk", "native", Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))), name, content);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A read-only home, as in many containers: a fresh private folder serves this process.
            }
        }

        return WriteTo(Directory.CreateTempSubdirectory("aloe-native-").FullName, name, content);
    }

    internal static string WriteTo(string folder, string name, byte[] content)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var path = Path.Combine(folder, name);
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            // Renamed over the old file, never written into it: another process may have it mapped.
            var temporary = $"{path}.{Guid.NewGuid():N}";
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }

        return path;
    }
}
