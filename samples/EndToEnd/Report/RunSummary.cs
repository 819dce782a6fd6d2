namespace Aloe.Samples.EndToEnd.Report;

/// <summary>The content of <c>summary.json</c>.</summary>
/// <param name="SchemaVersion">1.</param>
/// <param name="Participants"><c>simulated</c>, or the provider and its models.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Counts">How much was made.</param>
/// <param name="Stages">Working time by stage.</param>
/// <param name="PeakMemoryMiB">Peak memory of the process, over all its parts.</param>
/// <param name="Models">One entry for each benchmarked model.</param>
/// <param name="RelativeImprovementPercent">How much higher the average of <c>dpo</c> is than that of <c>base</c>.</param>
internal sealed record RunSummary(
    int SchemaVersion,
    string Participants,
    long Seed,
    RunCounts Counts,
    IReadOnlyList<StageSeconds> Stages,
    int PeakMemoryMiB,
    IReadOnlyList<ModelScore> Models,
    double RelativeImprovementPercent)
{
    public static RunSummary Of(
        string participants,
        long seed,
        RunCounts counts,
        IReadOnlyList<StageSeconds> stages,
        int peakMemoryMiB,
        IReadOnlyList<AlignmentReport> reports)
    {
        var models = reports.Select(ModelScore.Of).ToList();
        double AverageOf(string name) => reports.Single(report => report.Model == name).Curve.Average;
        return new RunSummary(1, participants, seed, counts, stages, peakMemoryMiB, models, Math.Round(100 * ((AverageOf("dpo") / AverageOf("base")) - 1), 2));
    }
}
