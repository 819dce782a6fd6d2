using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Aloe.Testing;

/// <summary>Decides about faults by a hash of seed, request and attempt, so that a run meets the same faults in whatever order its calls are made.</summary>
internal sealed class FaultPlan(FaultOptions options)
{
    /// <param name="request">What the request is known by.</param>
    /// <param name="attempt">How often it was asked before.</param>
    /// <returns>Null for a call that goes well.</returns>
    public FaultKind? For(string request, int attempt)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{options.Seed}/{attempt}/{request}")), hash);
        return Uniform(hash) < options.Share ? options.Kinds[(int)(Uniform(hash[8..]) * options.Kinds.Count)] : null;
    }

    /// <summary>In [0, 1).</summary>
    private static double Uniform(ReadOnlySpan<byte> bytes) => (BinaryPrimitives.ReadUInt64LittleEndian(bytes) >> 11) * (1.0 / (1UL << 53));
}
