using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Aloe.Personalization;

/// <summary>The name under which a user is stored: always 64 hexadecimal digits, whatever the id is.</summary>
internal static class UserHash
{
    // Over the characters themselves: an encoding would make one id of all that are not well-formed.
    public static string Of(string user) => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(Require.Text(user, nameof(user)).AsSpan())));
}
