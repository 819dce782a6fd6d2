using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Aloe.Torch.Training;

/// <summary>The file in which reference log-probs are kept.</summary>
/// <param name="Fingerprint">Hash of all that they depend on.</param>
/// <param name="Checksum">SHA-256 of the log-probs, so that damage is noticed.</param>
/// <param name="LogProbs">For each example the log-prob of each of its replies, in order.</param>
internal sealed record StoredReference(string Fingerprint, string Checksum, SortedDictionary<string, double[]> LogProbs)
{
    public static StoredReference Of(string fingerprint, ReferenceLogProbs reference)
    {
        var sorted = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var (id, logProbs) in reference.ByExample)
        {
            sorted[id] = logProbs;
        }

        return new StoredReference(fingerprint, ChecksumOf(sorted), sorted);
    }

    /// <summary>Whether the log-probs are those that were stored. The order in which they are read must not matter.</summary>
    public bool IsWhole => Checksum == ChecksumOf(LogProbs);

    private static string ChecksumOf(IEnumerable<KeyValuePair<string, double[]>> logProbs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (id, values) in logProbs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(id));
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
