using System.Globalization;
using System.Text;
using Aloe.Reporting.Pages;

namespace Aloe.Reporting.Documents;

/// <summary>A turn of a conversation as HTML: what was said, how it was scored, and who the user was taken to be.</summary>
internal static class HtmlTurn
{
    public static void Append(StringBuilder body, ScoredTurn turn, string name)
    {
        body.Append("<article class=\"side\">").Append(name.Length > 0 ? $"<h4>{Page.Text(name)}</h4>" : "");
        body.Append($"<div class=\"user\"><span class=\"who\">user</span><p dir=\"auto\">{Page.Text(turn.User)}</p></div>");
        body.Append($"<div class=\"reply {HtmlConversations.ClassOf(turn.Score?.Overall)}\"><span class=\"who\">reply</span>");
        body.Append(turn.Reply.Length > 0 ? $"<p dir=\"auto\">{Page.Text(turn.Reply)}</p>" : "<p class=\"empty\">(empty)</p>");
        AppendScores(body, turn);
        AppendJudgements(body, turn.Judgements);
        AppendInferred(body, turn.Inferred);
        body.Append("</div></article>\n");
    }

    private static void AppendScores(StringBuilder body, ScoredTurn turn)
    {
        body.Append("<div class=\"marks\">");
        if (turn.Score is { } score)
        {
            (string What, double? Value)[] marks = [("overall", score.Overall), ("style", score.Style), ("content", score.Content), ("naturalness", score.Naturalness)];
            foreach (var (what, value) in marks.Where(mark => mark.Value is not null))
            {
                body.Append($"<span class=\"{HtmlConversations.ClassOf(value)}\">{what} <b>{HtmlConversations.Number(value, "0.##")}</b></span>");
            }
        }
        else
        {
            body.Append($"<span class=\"{HtmlConversations.ClassOf(null)}\">no score{(turn.Missing is { } missing ? $": {CauseText.Of(missing.Cause)}" : "")}</span>");
            body.Append(turn.Missing is { Answer.Length: > 0 } answered ? $"<q>{Page.Text(answered.Answer)}</q>" : "");
        }

        body.Append("</div>");
    }

    private static void AppendJudgements(StringBuilder body, IReadOnlyList<Judgement> judgements)
    {
        if (judgements.Count > 0)
        {
            var judges = judgements.GroupBy(judgement => judgement.Judge).Select(judge => $"{Page.Text(judge.Key)} {string.Join(", ", judge.Select(one => HtmlConversations.Number(one.Score?.Overall, "0.##")))}");
            body.Append($"<p class=\"note\">Judged: {string.Join("; ", judges)}</p>");
        }
    }

    private static void AppendInferred(StringBuilder body, InferredPersona? inferred)
    {
        if (inferred is null)
        {
            return;
        }

        body.Append("<details class=\"inferred\"><summary>who the user was taken to be</summary>");
        AppendClaims(body, "facts", inferred.Persona.Facts, inferred.Facts);
        AppendClaims(body, "traits", inferred.Persona.Traits, inferred.Traits);
        body.Append("</details>");
    }

    private static void AppendClaims(StringBuilder body, string what, IReadOnlyList<string> claims, MatchCounts counts)
    {
        body.Append(CultureInfo.InvariantCulture, $"<p>{counts.Supported} of {counts.Claims} {what} hold; {counts.Found} of {counts.Truths} of the persona found</p>");
        body.Append($"<ul>{string.Concat(claims.Select(claim => $"<li dir=\"auto\">{Page.Text(claim)}</li>"))}</ul>");
    }
}
