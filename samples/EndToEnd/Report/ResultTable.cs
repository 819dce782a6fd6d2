using System.Globalization;
using System.Text;

namespace Aloe.Samples.EndToEnd.Report;

/// <summary>The benchmark's result as a table of plain text.</summary>
internal static class ResultTable
{
    public static string Render(RunSummary summary)
    {
        var width = summary.Models.Max(model => model.Name.Length);
        var turns = summary.Models.Max(model => model.Al.Count);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Alignment level by turn, AL(k), {summary.Counts.Cases} cases; participants: {summary.Participants}\n\n");
        text.Append("model".PadRight(width)).Append(string.Concat(Enumerable.Range(1, turns).Select(turn => $"{$"k={turn}",6}"))).Append("     avg      IR    N-IR    N-R²\n");
        text.Append('─', width + (6 * turns) + 32).Append('\n');
        foreach (var model in summary.Models)
        {
            text.Append(model.Name.PadRight(width));
            foreach (var level in model.Al)
            {
                text.Append(CultureInfo.InvariantCulture, $"{level,6:F2}");
            }

            text.Append(CultureInfo.InvariantCulture, $"{model.Average,8:F2}{model.Ir,8:F3}{model.NIr,8:F3}{(model.NR2 is { } r2 ? r2.ToString("F3", CultureInfo.InvariantCulture) : "–"),8}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"\ndpo over base: {summary.RelativeImprovementPercent:+0.0;−0.0;0.0} %\n").ToString();
    }
}
