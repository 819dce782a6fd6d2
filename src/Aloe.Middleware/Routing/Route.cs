using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Orders endpoints for a request by weighted rendezvous hashing: the same request has the same order, each endpoint comes first in proportion to its weight, and one more endpoint moves no request among the others.</summary>
internal static class Route
{
    public static IReadOnlyList<RoutingEndpoint> Of(IReadOnlyList<RoutingEndpoint> endpoints, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        if (endpoints.Count == 1)
        {
            return endpoints;
        }

        var request = Hash(messages, options?.Seed);
        return [.. endpoints.OrderBy(endpoint => -Math.Log(Uniform(request, endpoint.Name)) / endpoint.Weight)];
    }

    private static byte[] Hash(IEnumerable<ChatMessage> messages, long? seed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(seed?.ToString(CultureInfo.InvariantCulture) ?? ""));
        foreach (var message in messages)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\0{message.Role.Value}\0{message.Text}"));
        }

        return hash.GetHashAndReset();
    }

    /// <summary>In (0, 1].</summary>
    private static double Uniform(byte[] request, string endpoint)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. request, .. Encoding.UTF8.GetBytes(endpoint)], hash);
        return ((BinaryPrimitives.ReadUInt64LittleEndian(hash) >> 11) + 1) * (1.0 / (1UL << 53));
    }
}
