using System.Globalization;
using Aloe.Data;
using Aloe.Reporting.Documents;
using Aloe.Reporting.Personas;
using Aloe.Statistics;

namespace Aloe.Reporting.Cards;

/// <summary>The content of a <see cref="DatasetCard"/>.</summary>
internal static class CardDocument
{
    public static ReportDocument Of(DatasetCard card)
    {
        var statistics = card.Statistics;
        var sections = new List<ReportSection> { Preferences(statistics), Revealed(statistics), Lengths(statistics.Lengths), Gates(statistics) };
        AddGrowth(sections, card.ProfileGrowth, "profiles");
        AddGrowth(sections, card.PersonalityGrowth, "personalities");
        if (card.PersonaSplit is not null || card.TreeSplit is not null)
        {
            sections.Add(Splits(card));
        }

        return new ReportDocument(
            card.Title,
            card.Participants,
            [
                new(Number(statistics.Trees), "trees"),
                new(Number(statistics.Turns), "turns"),
                new(Number(statistics.Pairs), "preference pairs"),
                new(Number(statistics.Ties), "ties, left out of the pairs"),
            ],
            sections);
    }

    private static ReportSection Preferences(RunStatistics statistics)
    {
        var judge = statistics.Judge;
        return new ReportSection(
            "Preferences",
            "Rates with the 95 % interval of the true rate. A fair judge prefers the reply that was shown first about half of the time; far above one half, length or position decides more than the person does.",
            Table: new ReportTable(
                ["of the judge", "count", "out of", "rate", "95 % interval"],
                [
                    Rate("reply that was shown first won (position)", judge.FirstShown),
                    Rate("the two orders disagreed", judge.Disagreements),
                    Rate("longer reply preferred (length)", judge.LongerPreferred),
                    Rate("reply preferred of who knew what was revealed", judge.InformedPreferred),
                    .. judge.OwnModelPreferred is { } own ? new[] { Rate("reply of the judge's own model preferred (self-preference)", own) } : [],
                    Rate("turn without a preference (tie)", new Proportion(statistics.Ties, statistics.Turns)),
                ]));
    }

    private static ReportSection Revealed(RunStatistics statistics)
    {
        var turns = statistics.ByTurn;
        IReadOnlyList<(double, double)> Line(Func<TurnStatistics, double> value) => [.. turns.Select(turn => ((double)turn.Number, value(turn)))];
        return new ReportSection(
            "By turn",
            "Facts and traits that the user had let show up to this turn, mean over the trees, and how the judge decided there.",
            new LineChart("turn", "revealed, mean", [new ChartSeries("facts", Line(turn => turn.MeanFacts)), new ChartSeries("traits", Line(turn => turn.MeanTraits))]),
            new ReportTable(
                ["turn", "turns", "facts", "traits", "ties", "informed preferred"],
                turns.Select(turn => new[] { Number(turn.Number), Number(turn.Turns), Decimal(turn.MeanFacts), Decimal(turn.MeanTraits), Number(turn.Ties), Percent(turn.InformedPreferred.Share) })));
    }

    private static ReportSection Lengths(LengthStatistics lengths)
    {
        (string Name, LengthHistogram Histogram)[] kinds = [("user messages", lengths.User), ("preferred replies", lengths.Preferred), ("rejected replies", lengths.Rejected)];
        return new ReportSection(
            "Lengths",
            $"Texts by length in characters, in steps of {lengths.User.Width}; the last step holds all longer ones.",
            new LineChart("characters", "texts", [.. kinds.Select(kind => new ChartSeries(kind.Name, [.. kind.Histogram.Counts.Select((count, bin) => ((bin + 0.5) * kind.Histogram.Width, (double)count))]))]),
            new ReportTable(
                ["", "texts", "mean", "half are below", "nine of ten are below"],
                kinds.Select(kind => new[] { kind.Name, Number(kind.Histogram.Counts.Sum()), kind.Histogram.Mean is { } mean ? Decimal(mean) : "–", Below(kind.Histogram, 0.5), Below(kind.Histogram, 0.9) })));
    }

    private static ReportSection Gates(RunStatistics statistics)
        => new(
            "Quality",
            $"Gates look at every reply; one that is rejected is asked for again. {Percent(statistics.Accepted.Share)} of the replies passed at once, {Number(statistics.AskedAgain)} were asked for again. The inducer made up {Number(statistics.Invented)} facts or traits, which were dropped. Inducer and judge needed {Number(statistics.RepairRounds)} repair rounds; {Number(statistics.Unreadable)} of their answers stayed unreadable.",
            Table: statistics.Gates.Count == 0 ? null : new ReportTable(["gate", "rejected", "kept after all"], statistics.Gates.Select(gate => new[] { gate.Key, Number(gate.Value.Hits), Number(gate.Value.Kept) })));

    private static ReportSection Splits(DatasetCard card)
    {
        string[] Row(string name, PersonaSplitCounts counts) => [name, Number(counts.Training), Number(counts.Validation), Number(counts.Dropped)];
        return new ReportSection(
            "Training and validation",
            "No persona, no profile and no personality is on both sides. Profiles and personalities are split on their own; who has one half on either side is dropped.",
            Table: new ReportTable(
                ["", "training", "validation", "dropped"],
                [.. card.PersonaSplit is { } personas ? new[] { Row("personas", personas) } : [], .. card.TreeSplit is { } trees ? new[] { Row("trees", trees) } : []]));
    }

    private static void AddGrowth(List<ReportSection> sections, AcceptanceCurve? growth, string what)
    {
        if (growth is { Points.Count: > 1 })
        {
            sections.Add(AcceptanceSection.Of(growth, what));
        }
    }

    private static string[] Rate(string what, Proportion rate)
        => [what, Number(rate.Count), Number(rate.Total), Percent(rate.Share), rate.Total == 0 ? "–" : $"{Percent(rate.Low)} – {Percent(rate.High)}"];

    /// <summary>The upper end of the bin in which a quantile lies.</summary>
    private static string Below(LengthHistogram lengths, double quantile)
    {
        var wanted = lengths.Counts.Sum() * quantile;
        var seen = 0L;
        for (var bin = 0; bin < lengths.Counts.Count; bin++)
        {
            seen += lengths.Counts[bin];
            if (seen >= wanted && seen > 0)
            {
                return Number((bin + 1) * lengths.Width);
            }
        }

        return "–";
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Decimal(double value) => value.ToString("N1", CultureInfo.InvariantCulture);

    private static string Percent(double? share) => share is { } value ? $"{(100 * value).ToString("F1", CultureInfo.InvariantCulture)} %" : "–";
}
