using System.Globalization;
using System.Text;
using Aloe.Reporting.Documents;

namespace Aloe.Reporting.Evaluation;

/// <summary>The scores of a run as comma-separated values, a line for every turn of every case.</summary>
internal static class ScoresCsv
{
    private static readonly string[] Header = ["case", "profile", "personality", "turn", "overall", "style", "content", "naturalness", "missing_cause", "reply_length"];

    public static string Render(AlignmentReport report)
    {
        var text = new StringBuilder(Csv.Line(Header));
        foreach (var scored in report.Cases)
        {
            foreach (var turn in scored.Turns)
            {
                text.Append(Line(scored.Case, turn));
            }
        }

        return text.ToString();
    }

    private static string Line(BenchmarkCase benchmarkCase, ScoredTurn turn) => Csv.Line([
        Csv.Text(benchmarkCase.Id),
        Csv.Text(benchmarkCase.ProfileId),
        Csv.Text(benchmarkCase.PersonalityId),
        turn.Number.ToString(CultureInfo.InvariantCulture),
        Csv.Number(turn.Score?.Overall),
        Csv.Number(turn.Score?.Style),
        Csv.Number(turn.Score?.Content),
        Csv.Number(turn.Score?.Naturalness),
        turn.Missing?.Cause.ToString() ?? "",
        turn.Reply.Length.ToString(CultureInfo.InvariantCulture),
    ]);
}
