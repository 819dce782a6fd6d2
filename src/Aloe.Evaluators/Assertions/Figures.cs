using System.Globalization;
using Aloe.Evaluation;

namespace Aloe.Evaluators;

/// <summary>Words figures for messages, the same in every culture.</summary>
internal static class Figures
{
    /// <summary>Worst cases or groups that a message names.</summary>
    private const int Worst = 3;

    /// <summary>An estimate, its interval, and what its lower bound should have been.</summary>
    public static string Bound(string what, Interval measured, double threshold, double confidence)
    {
        var hint = measured.Value >= threshold ? "; the estimate itself is high enough, so more cases might show it" : "";

        // A bound that falls short by less than is shown must not read as if it had not.
        var low = Text(measured.Low) == Text(threshold) ? measured.Low.ToString("R", CultureInfo.InvariantCulture) : Text(measured.Low);
        return $"{what}: {Text(measured.Value)}, {Percent(confidence)} interval {low} to {Text(measured.High)}; its lower bound must be at least {Text(threshold)}{hint}";
    }

    /// <summary>On what a verdict rests, and where the model does worst.</summary>
    public static IEnumerable<string> Of(ModelVerdict verdict)
    {
        var protocol = verdict.Protocol;
        yield return $"AL(k): {string.Join(", ", verdict.Al.Select(al => Text(al.Value)))}";
        yield return $"cases: {verdict.Cases} with {verdict.Profiles} profiles, {protocol.Turns} turns each";
        if (verdict.Missing is { } missing && missing.Scores + missing.FailedCases > 0)
        {
            yield return $"missing: {missing.Scores} scores{Causes(missing)}, {missing.FailedCases} cases not played to their end; "
                + $"with the worst or the best score for each the average would be {Text(missing.LowestAverage)} or {Text(missing.HighestAverage)}";
        }

        yield return $"worst profiles: {Groups(verdict.ByProfile)}";
        yield return $"worst personalities: {Groups(verdict.ByPersonality)}";
        yield return $"benchmark: {protocol.Benchmark} ({protocol.BenchmarkHash}), user {protocol.User}, judge {protocol.Judge}, prompts {protocol.Prompts}, seed {protocol.Seed}";
        yield return WhoPlayed(verdict.Participants);
    }

    /// <summary>On what a comparison rests, and where the second model loses most.</summary>
    public static IEnumerable<string> Of(ModelComparison comparison)
    {
        yield return $"cases: {comparison.Cases} with {comparison.Profiles} profiles; {comparison.Wins} won, {comparison.Ties} tied, {comparison.Losses} lost; smallest difference that as many find: {Text(comparison.Detectable)}";
        var worst = comparison.Largest.Where(one => one.Difference < 0).Take(Worst).Select(one => $"{one.Id} {Text(one.First)} → {Text(one.Second)}").ToArray();
        if (worst.Length > 0)
        {
            yield return $"worst cases: {string.Join(", ", worst)}";
        }

        if (comparison.Participants is { } participants)
        {
            yield return WhoPlayed(participants);
        }
    }

    /// <summary>Up to three places.</summary>
    public static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>A share, up to one place.</summary>
    public static string Percent(double share) => $"{(share * 100).ToString("0.#", CultureInfo.InvariantCulture)} %";

    private static string Groups(IEnumerable<GroupScore> worstFirst) => string.Join(", ", worstFirst.Take(Worst).Select(group => $"{group.Id} {Text(group.Average)}"));

    private static string Causes(MissingSummary missing)
    {
        var causes = missing.ByCause.Where(cause => cause.Value > 0).OrderByDescending(cause => cause.Value).Select(cause => $"{cause.Key} {cause.Value}").ToArray();
        return causes.Length > 0 ? $" ({string.Join(", ", causes)})" : "";
    }

    private static string WhoPlayed(string participants)
        => participants == Participants.Simulated ? "participants: simulated; this says nothing of how a real model pleases real people" : $"participants: {participants}";
}
