using Aloe.Reporting.Personas;

namespace Aloe.Reporting.Tests.Personas;

public sealed class PersonaPoolReportTests
{
    [Fact]
    public void The_acceptance_curve_is_the_share_kept_of_each_stretch()
    {
        var curve = new AcceptanceCurve();
        (int Calls, int Candidates, int Dropped)[] calls = [(1, 20, 0), (2, 40, 10), (3, 60, 25), (4, 80, 45)];
        foreach (var (made, candidates, dropped) in calls)
        {
            curve.Report(new PersonaGrowthProgress(PersonaTextKind.Profile, 5 + candidates - dropped, 100, made, candidates, dropped, 0));
        }

        Assert.Equal(new AcceptancePoint(0, 0, 5), curve.Points[0]);
        Assert.Equal([1.0, 0.5, 0.25, 0.0], curve.Shares().Select(share => share.Kept));
        Assert.Equal([0.75, 0.125], curve.Shares(2).Select(share => share.Kept));
    }

    [Fact]
    public async Task Both_forms_say_first_that_participants_were_simulated_and_show_texts_as_text()
    {
        string[] texts = ["One <b>bold</b> | text", "Another </td><script>alert(1)</script>", "Quite # different"];
        var neighbours = await NearestNeighbours.FindAsync(texts, new TableEmbeddings(text => [text.Length, 20]));
        var report = new PersonaPoolReport { Texts = texts, Neighbours = neighbours, Participants = Participants.Simulated };

        var markdown = report.ToMarkdown();
        Assert.StartsWith("> **participants: simulated.**", markdown, StringComparison.Ordinal);
        Assert.Contains(@"One &lt;b&gt;bold&lt;/b&gt; \| text", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("<", markdown, StringComparison.Ordinal);

        var html = report.ToHtml();
        Assert.Contains("<main>\n<div class=\"banner\" role=\"note\"><strong>participants: simulated</strong>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>bold", html, StringComparison.Ordinal);
        Assert.Contains("Quite # different", html, StringComparison.Ordinal);
    }
}
