using Aloe.Evaluation;
using Aloe.Reporting.Documents;

namespace Aloe.Reporting.Evaluation;

/// <summary>Comparisons as comma-separated values, a line for every pair.</summary>
internal static class ComparisonCsv
{
    private static readonly string[] Header = ["first", "second", "cases", "profiles", "difference", "low", "high", "p", "p_holm", "effect_size", "wins", "ties", "losses", "cases_needed", "detectable"];

    public static string Render(IReadOnlyList<ModelComparison> comparisons) => Csv.Line(Header) + string.Concat(comparisons.Select(Line));

    private static string Line(ModelComparison pair) => Csv.Line([
        Csv.Text(pair.First),
        Csv.Text(pair.Second),
        Csv.Number(pair.Cases),
        Csv.Number(pair.Profiles),
        Csv.Number(pair.Difference.Value),
        Csv.Number(pair.Difference.Low),
        Csv.Number(pair.Difference.High),
        Csv.Number(pair.PValue),
        Csv.Number(pair.AdjustedPValue),
        Csv.Number(pair.EffectSize),
        Csv.Number(pair.Wins),
        Csv.Number(pair.Ties),
        Csv.Number(pair.Losses),
        Csv.Number(pair.CasesNeeded),
        Csv.Number(pair.Detectable),
    ]);
}
