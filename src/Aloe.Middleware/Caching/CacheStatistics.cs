using System.Globalization;

namespace Aloe.Middleware;

/// <summary>What a <see cref="DiskCache"/> has done since it was opened by this process. Immutable.</summary>
/// <param name="Hits">Requests answered from the cache.</param>
/// <param name="Misses">Requests that went on to the provider.</param>
/// <param name="Bypassed">Requests whose answer depends on something that cannot be hashed, such as a conversation that the server keeps; neither hits nor misses.</param>
/// <param name="Damaged">Entries whose checksum or content was wrong; they count as misses too, and were replaced.</param>
/// <param name="Stored">Answers written.</param>
/// <param name="NotStored">Answers not written, because they failed or were empty or cut.</param>
/// <param name="WriteFailures">Answers that could not be written, as on a full disk; they were delivered all the same.</param>
/// <param name="BytesRead">Bytes of the answers that were read.</param>
/// <param name="BytesWritten">Bytes of the answers that were written.</param>
/// <param name="SavedInputTokens">Input tokens of the hits, as the provider counted them at the time.</param>
/// <param name="SavedOutputTokens">Output tokens of the hits.</param>
public sealed record CacheStatistics(
    long Hits,
    long Misses,
    long Bypassed,
    long Damaged,
    long Stored,
    long NotStored,
    long WriteFailures,
    long BytesRead,
    long BytesWritten,
    long SavedInputTokens,
    long SavedOutputTokens)
{
    /// <summary>Hits as a share of hits and misses, 0 to 1; 0 before the first request.</summary>
    public double HitRate => Hits + Misses == 0 ? 0 : (double)Hits / (Hits + Misses);

    /// <summary>One line: hit rate, tokens saved, bytes.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"cache: {Hits:N0} of {Hits + Misses:N0} from disk ({100 * HitRate:0.0} %), {SavedInputTokens:N0} input and {SavedOutputTokens:N0} output tokens saved, {BytesRead:N0} bytes read, {BytesWritten:N0} written, {Damaged:N0} damaged entries replaced");
}
