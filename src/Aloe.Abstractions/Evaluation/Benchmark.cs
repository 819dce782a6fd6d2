using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Aloe;

/// <summary>A set of cases with a name, a version and a hash of its content, which results carry with them.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class Benchmark
{
    private const double GoldenRatio = 0.6180339887498949;

    /// <summary>Creates a benchmark.</summary>
    /// <param name="name">Name, such as <c>aloe-100</c>.</param>
    /// <param name="version">Version of the cases.</param>
    /// <param name="cases">At least one; ids must be unique.</param>
    /// <exception cref="ArgumentException">A name is empty, there is no case, or two have the same id.</exception>
    public Benchmark(string name, string version, IReadOnlyList<BenchmarkCase> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        (Name, Version, Cases) = (Require.Text(name, nameof(name)), Require.Text(version, nameof(version)), [.. cases]);
        if (cases.Count == 0)
        {
            throw new ArgumentException("There is no case to evaluate.", nameof(cases));
        }

        if (cases.CountBy(benchmarkCase => benchmarkCase.Id).FirstOrDefault(id => id.Value > 1).Key is { } twice)
        {
            throw new ArgumentException($"The case id {twice} is used more than once.", nameof(cases));
        }

        Hash = HashOf(Cases);
    }

    /// <summary>Name, such as <c>aloe-100</c>.</summary>
    public string Name { get; }

    /// <summary>Version of the cases.</summary>
    public string Version { get; }

    /// <summary>The cases, in order.</summary>
    public IReadOnlyList<BenchmarkCase> Cases { get; }

    /// <summary>SHA-256 over ids and texts of all cases in their order: 16 hexadecimal digits. Benchmarks with the same hash ask the same.</summary>
    public string Hash { get; }

    /// <summary>A smaller benchmark of cases that lie evenly over this one, so that profiles and personalities vary.</summary>
    /// <param name="count">Cases to keep. Range: 1 to the number of cases; for as many, this benchmark itself is returned.</param>
    /// <returns>Named after this one and the count, such as <c>aloe-100/20</c>.</returns>
    public Benchmark Take(int count)
    {
        Require.InRange(count, 1, Cases.Count, nameof(count));
        return count == Cases.Count
            ? this
            : new Benchmark($"{Name}/{count.ToString(CultureInfo.InvariantCulture)}", Version, [.. Enumerable.Range(0, count).Select(i => OneOf(i, count))]);
    }

    /// <summary>Name, version and hash, such as <c>aloe-100 v1 (0123456789abcdef)</c>.</summary>
    public override string ToString() => $"{Name} v{Version} ({Hash})";

    /// <summary>A case of the i-th of as many equal stretches. Where in its stretch changes by the golden ratio: the same place in each would meet the same personality over and over, since they come in turn.</summary>
    private BenchmarkCase OneOf(int i, int count)
    {
        var (start, end) = ((long)i * Cases.Count / count, (i + 1L) * Cases.Count / count);
        return Cases[(int)(start + (long)(i * GoldenRatio % 1 * (end - start)))];
    }

    private static string HashOf(IReadOnlyList<BenchmarkCase> cases)
    {
        var text = string.Join('\u001e', cases.Select(one => string.Join('\u001f', one.Id, one.ProfileId, one.PersonalityId, one.Persona.Profile, one.Persona.Personality)));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }
}
