using System.Globalization;
using System.Net;
using System.Text;
using Aloe.Samples.Providers;

namespace Aloe.Samples.EndToEnd.Report;

/// <summary>The run as one self-contained page: no script, nothing loaded, light and dark.</summary>
internal sealed class HtmlReport
{
    /// <summary>Conversations shown for each model; the same cases for all, so that they can be compared.</summary>
    private const int ShownCases = 3;

    private readonly RunSummary _summary;
    private readonly IReadOnlyList<AlignmentReport> _reports;
    private readonly StringBuilder _html = new();

    private HtmlReport(RunSummary summary, IReadOnlyList<AlignmentReport> reports) => (_summary, _reports) = (summary, reports);

    public static string Render(RunSummary summary, IReadOnlyList<AlignmentReport> reports)
    {
        var page = new HtmlReport(summary, reports);
        page.Head();
        page.Figures();
        page.Curves();
        page.Table();
        page.Conversations();
        page.Foot();
        return page._html.ToString();
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private void Add(FormattableString html) => _html.Append(html.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private void Head()
    {
        Add($"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Aloe: alignment by turn</title>\n<style>\n{StyleSheet()}</style>\n</head>\n<body>");
        Add($"<h1>How well each model aligns itself to the person it talks to</h1>");
        Add($"<p class=\"lead\">AL(k): mean score, 1 to 5, that a judge who knows the person gives to the reply at turn k, over {_summary.Counts.Cases} held-out people. Seed {_summary.Seed}.</p>");
        if (_summary.Participants == ProviderOptions.Simulated)
        {
            Add($"<div class=\"banner\" role=\"note\"><strong>participants: simulated</strong><br>User, inducer, responders and judge were programs that follow written rules, not language models or people. The numbers show that the pipeline works and that the models learnt what these rules reward; they do not show how well a model would please a human.</div>");
        }
        else
        {
            Add($"<p class=\"lead\">Participants: {Text(_summary.Participants)}.</p>");
        }
    }

    private string StyleSheet()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        var css = new StringBuilder(reader.ReadToEnd());
        foreach (var model in _reports.Select(report => report.Model))
        {
            var style = CurveStyle.Of(model);
            css.Append(CultureInfo.InvariantCulture, $".m-{model} {{ --c: {style.Light};{(style.Dashed ? " --dash: 7 5;" : "")} }}\n");
            css.Append(CultureInfo.InvariantCulture, $"@media (prefers-color-scheme: dark) {{ .m-{model} {{ --c: {style.Dark}; }} }}\n");
        }

        return css.ToString();
    }

    private void Figures()
    {
        var counts = _summary.Counts;
        Add($"<div class=\"figures\">");
        Add($"<div><b>{_summary.RelativeImprovementPercent:+0.0;−0.0;0.0} %</b><span>dpo over base</span></div>");
        Add($"<div><b>{counts.Personas}</b><span>personas from {counts.Profiles} profiles and {counts.Personalities} personalities</span></div>");
        Add($"<div><b>{counts.Trees}</b><span>trees, {counts.Pairs} preference pairs</span></div>");
        Add($"<div><b>{_summary.Stages.Sum(stage => stage.Seconds):F0} s</b><span>in all, {_summary.PeakMemoryMiB} MiB at most</span></div>");
        Add($"</div>");
    }

    private void Curves()
    {
        Add($"<h2>Alignment by turn</h2>");
        Add($"<div class=\"scroll\">{CurveChart.Svg(_reports)}</div>");
    }

    private void Table()
    {
        var turns = _reports.Max(report => report.Curve.Al.Count);
        Add($"<h2>In numbers</h2>");
        Add($"<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">model</th>{string.Concat(Enumerable.Range(1, turns).Select(turn => $"<th scope=\"col\">k={turn}</th>"))}<th scope=\"col\">average</th><th scope=\"col\">IR</th><th scope=\"col\">N-IR</th><th scope=\"col\">N-R²</th><th scope=\"col\">missing</th></tr></thead>\n<tbody>");
        foreach (var report in _reports)
        {
            var curve = report.Curve;
            var levels = string.Concat(curve.Al.Select(level => string.Create(CultureInfo.InvariantCulture, $"<td>{level:F2}</td>")));
            var r2 = curve.NR2?.ToString("F3", CultureInfo.InvariantCulture) ?? "–";
            Add($"<tr class=\"m-{report.Model}\"><td><span class=\"swatch\"></span>{Text(report.Model)}</td>{levels}<td><b>{curve.Average:F2}</b></td><td>{curve.Ir:F3}</td><td>{curve.NIr:F3}</td><td>{r2}</td><td>{report.Missing}</td></tr>");
        }

        Add($"</tbody></table></div>");
        Add($"<p class=\"lead\">IR: points gained a turn, by a straight-line fit. N-IR and N-R²: slope and fit of the curve scaled to 0–1. generic: a responder that knows nothing of the person. oracle: one that knows everything, the ceiling. dpo-no-history: the dpo model shown the last message only.</p>");
    }

    private void Conversations()
    {
        Add($"<h2>Conversations</h2>");
        foreach (var report in _reports)
        {
            Add($"<h3 class=\"m-{report.Model}\"><span class=\"swatch\"></span>{Text(report.Model)}</h3>");
            foreach (var scored in Shown(report.Cases))
            {
                Conversation(scored);
            }
        }
    }

    /// <summary>Cases spread evenly over the benchmark.</summary>
    private static IEnumerable<ScoredCase> Shown(IReadOnlyList<ScoredCase> cases)
    {
        var count = Math.Min(ShownCases, cases.Count);
        return Enumerable.Range(0, count).Select(i => cases[i * cases.Count / count]);
    }

    private void Conversation(ScoredCase scored)
    {
        var scores = scored.Turns.Where(turn => turn.Score is not null).Select(turn => turn.Score!.Overall).ToList();
        var mean = scores.Count > 0 ? scores.Average().ToString("F2", CultureInfo.InvariantCulture) : "–";
        Add($"<details><summary>{Text(scored.Case.Id)} <em>mean score {mean}</em></summary>");
        Add($"<p class=\"persona\"><b>Profile.</b> {Text(scored.Case.Persona.Profile)}</p><p class=\"persona\"><b>Personality.</b> {Text(scored.Case.Persona.Personality)}</p>");
        foreach (var turn in scored.Turns)
        {
            var score = turn.Score?.Overall.ToString("0.0#", CultureInfo.InvariantCulture) ?? "–";
            Add($"<div class=\"say\"><span class=\"who\">{turn.Number} user</span><p>{Text(turn.User)}</p><span></span></div>");
            Add($"<div class=\"say reply\"><span class=\"who\">model</span><p>{Text(turn.Reply)}</p><span class=\"score\">{score}</span></div>");
        }

        Add($"</details>");
    }

    private void Foot()
    {
        var stages = string.Join(", ", _summary.Stages.Select(stage => string.Create(CultureInfo.InvariantCulture, $"{stage.Name} {stage.Seconds:F1} s")));
        Add($"<footer>Time by stage: {stages}. Every conversation of the benchmark is in <code>{Pipeline.RunFolder.Conversations}</code>; seed, options, versions and file hashes are in <code>manifest.json</code>.</footer>\n</body>\n</html>");
    }
}
