using System.Security.Cryptography;

namespace Aloe.Middleware;

/// <summary>An answer as it lies in the file.</summary>
/// <param name="Key">32 bytes of <see cref="RequestKey"/>.</param>
/// <param name="Created">When the answer came.</param>
/// <param name="Checksum">16 bytes of the SHA-256 of key and body.</param>
/// <param name="Body">The response as UTF-8 JSON.</param>
internal sealed record CacheEntry(byte[] Key, DateTimeOffset Created, byte[] Checksum, byte[] Body)
{
    public static CacheEntry Of(byte[] key, DateTimeOffset created, byte[] body) => new(key, created, Sum(key, body), body);

    public bool IsWhole => Checksum.AsSpan().SequenceEqual(Sum(Key, Body));

    private static byte[] Sum(byte[] key, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(key);
        hash.AppendData(body);
        return hash.GetHashAndReset()[..16];
    }
}
