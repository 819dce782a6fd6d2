using Aloe.Evaluation;

namespace Aloe.Reporting.Evaluation;

/// <summary>Whether what is to be reported belongs together.</summary>
internal static class RunCheck
{
    /// <summary>The verdict is one on this run.</summary>
    public static void Belongs(ModelVerdict verdict, AlignmentReport report, string argument)
    {
        if (verdict.Model != report.Model || verdict.Protocol != report.Protocol || verdict.Cases != report.Cases.Count)
        {
            throw new ArgumentException($"The verdict on {verdict.Model} ({verdict.Cases} cases) is not one on this run of {report.Model} ({report.Cases.Count} cases).", argument);
        }
    }

    /// <summary>Verdict by verdict they belong to the runs, which have the same protocol, and every compared model is among them.</summary>
    public static void Belong(IReadOnlyList<AlignmentReport> reports, IReadOnlyList<ModelVerdict> verdicts, IReadOnlyList<ModelComparison> comparisons)
    {
        if (reports.Count < 2 || verdicts.Count != reports.Count)
        {
            throw new ArgumentException($"At least two runs are needed, and a verdict on each; there are {reports.Count} runs and {verdicts.Count} verdicts.", nameof(reports));
        }

        foreach (var (report, verdict) in reports.Zip(verdicts))
        {
            Belongs(verdict, report, nameof(verdicts));
            if (report.Protocol != reports[0].Protocol)
            {
                throw new ArgumentException($"{report.Model} and {reports[0].Model} have different protocols and cannot be compared.", nameof(reports));
            }
        }

        if (reports.DistinctBy(report => report.Model).Count() < reports.Count)
        {
            throw new ArgumentException("Two runs have the same model name.", nameof(reports));
        }

        var cases = reports.ToDictionary(report => report.Model, report => report.Cases.Select(scored => scored.Case.Id).ToHashSet());
        foreach (var pair in comparisons)
        {
            if (!cases.TryGetValue(pair.First, out var first) || !cases.TryGetValue(pair.Second, out var second))
            {
                throw new ArgumentException($"{pair.Second} is compared with {pair.First}, but one of them has no run here.", nameof(comparisons));
            }

            if (pair.Largest.FirstOrDefault(one => !first.Contains(one.Id) || !second.Contains(one.Id)) is { } foreign)
            {
                throw new ArgumentException($"The comparison of {pair.Second} with {pair.First} names case {foreign.Id}, which is not in both runs.", nameof(comparisons));
            }
        }
    }
}
