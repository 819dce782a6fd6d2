namespace Aloe.Benchmarks.Comparisons.Generation;

/// <summary>What a run took.</summary>
/// <param name="Trees">Trees built.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="CriticalPath">Seconds of <see cref="LatencyLog.CriticalPath"/>.</param>
/// <param name="File">The trees as they stand in the file.</param>
internal sealed record GenerationResult(int Trees, double Seconds, double CriticalPath, byte[] File)
{
    public double TreesPerSecond => Trees / Seconds;

    /// <summary>Share of the speed that so many conversations at once could have at most.</summary>
    public double ShareOfBound(int concurrency) => CriticalPath / concurrency / Seconds;
}
