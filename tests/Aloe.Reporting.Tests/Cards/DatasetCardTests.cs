using Aloe.Data;
using Aloe.Reporting.Cards;
using Aloe.Reporting.Personas;

namespace Aloe.Reporting.Tests.Cards;

public sealed class DatasetCardTests
{
    [Fact]
    public async Task Tells_counts_reveals_gates_and_splits_and_first_that_participants_were_simulated()
    {
        var growth = new AcceptanceCurve();
        growth.Report(new PersonaGrowthProgress(PersonaTextKind.Profile, 25, 100, 1, 20, 0, 0));
        growth.Report(new PersonaGrowthProgress(PersonaTextKind.Profile, 30, 100, 2, 40, 15, 0));
        var card = await DatasetCard.OfAsync(Trees.Many(10).Select(Gated));
        card.Title = "Ten <trees>";
        card.Participants = Participants.Simulated;
        card.ProfileGrowth = growth;
        card.PersonaSplit = new PersonaSplitCounts(7, 1, 2);

        var markdown = card.ToMarkdown();
        Assert.StartsWith("> **participants: simulated.**", markdown, StringComparison.Ordinal);
        Assert.Contains("# Ten &lt;trees&gt;", markdown, StringComparison.Ordinal);
        Assert.Contains("- **100** turns", markdown, StringComparison.Ordinal);
        Assert.Contains("- **98** preference pairs", markdown, StringComparison.Ordinal);
        Assert.Contains("- **2** ties", markdown, StringComparison.Ordinal);
        Assert.Contains("| 5 | 10 | 2.0 | 1.0 | 0 | 100.0 % |", markdown, StringComparison.Ordinal);
        Assert.Contains("| length | 10 | 0 |", markdown, StringComparison.Ordinal);
        Assert.Contains("| 2 | 40 | 30 | 25.0 % |", markdown, StringComparison.Ordinal);
        Assert.Contains("| personas | 7 | 1 | 2 |", markdown, StringComparison.Ordinal);

        var html = card.ToHtml();
        Assert.Contains("<main>\n<div class=\"banner\" role=\"note\"><strong>participants: simulated</strong>", html, StringComparison.Ordinal);
        Assert.Contains("<h1>Ten &lt;trees&gt;</h1>", html, StringComparison.Ordinal);
        Assert.Equal(3, html.Split("<svg class=\"chart wide\"").Length - 1);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_trees_make_a_card_too()
    {
        var card = await DatasetCard.OfAsync(AsyncEnumerable.Empty<ConversationTree>());
        Assert.Contains("- **0** trees", card.ToMarkdown(), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", card.ToHtml(), StringComparison.Ordinal);
    }

    private static ConversationTree Gated(ConversationTree tree)
        => tree with { Turns = [.. tree.Turns.Select(turn => turn.Number == 2 ? turn with { Notes = new TurnNotes { Gates = [new GateHit("length", 1, IsKept: false)] } } : turn)] };
}
