using System.Globalization;
using Aloe.Reporting.Documents;

namespace Aloe.Reporting.Personas;

/// <summary>A pool of persona texts, looked at: how its growth saturated, and which texts are nearly the same.</summary>
public sealed class PersonaPoolReport
{
    private const int Bins = 20;

    /// <summary>Title of the report. <value>Default: Persona pool.</value></summary>
    public string Title { get; set => field = Require.Text(value); } = "Persona pool";

    /// <summary>Who wrote the texts: <see cref="Participants.Simulated"/>, or provider and model. <value>Default: empty, not said.</value></summary>
    public string Participants { get; set; } = "";

    /// <summary>The texts: profiles, personalities or whole personas.</summary>
    public required IReadOnlyList<string> Texts { get; init; }

    /// <summary>How alike the texts are.</summary>
    public required NearestNeighbours Neighbours { get; init; }

    /// <summary>How the pool grew; null where that is not known, as with imported texts.</summary>
    public AcceptanceCurve? Growth { get; init; }

    /// <summary>The report as Markdown, without the neighbour of every single text.</summary>
    public string ToMarkdown() => MarkdownReport.Render(Document());

    /// <summary>The report as a self-contained page: no script, nothing loaded, light and dark.</summary>
    public string ToHtml() => HtmlReport.Render(Document());

    private static string Number(double value, string format = "F3") => value.ToString(format, CultureInfo.InvariantCulture);

    private ReportDocument Document()
    {
        var similarities = Neighbours.Nearest.Select(neighbour => (double)neighbour.Similarity).Order().ToList();
        var sections = new List<ReportSection>();
        if (Growth is { Points.Count: > 1 } growth)
        {
            sections.Add(AcceptanceSection.Of(growth));
        }

        sections.Add(Histogram(similarities));
        sections.Add(new ReportSection(
            "Most similar pairs",
            "The texts that differ least from each other.",
            Table: Pairs(Neighbours.Closest)));
        sections.Add(new ReportSection(
            "Every text and its nearest",
            "For each text its most similar other one, most similar first.",
            Table: Pairs(Neighbours.Nearest.OrderByDescending(neighbour => neighbour.Similarity)) with { Detail = $"all {Texts.Count.ToString("N0", CultureInfo.InvariantCulture)} texts" }));
        return new ReportDocument(
            Title,
            Participants,
            [
                new(Texts.Count.ToString("N0", CultureInfo.InvariantCulture), "texts"),
                new(Number(similarities[similarities.Count / 2]), "median similarity to the nearest other text"),
                new(Number(similarities[^1]), "highest similarity of two texts"),
            ],
            sections);
    }

    private static ReportSection Histogram(List<double> similarities)
    {
        var (low, high) = (Math.Floor(similarities[0] * Bins) / Bins, 1.0);
        var width = (high - low) / Bins;
        var counts = new int[Bins];
        foreach (var similarity in similarities)
        {
            counts[width > 0 ? Math.Clamp((int)((similarity - low) / width), 0, Bins - 1) : 0]++;
        }

        var points = counts.Select((count, i) => (low + ((i + 0.5) * width), (double)count)).ToList();
        return new ReportSection(
            "How near the nearest is",
            "Texts by the cosine similarity of their embedding to that of the most similar other text.",
            new LineChart("similarity to the nearest text", "texts", [new ChartSeries("texts", points)]),
            new ReportTable(["similarity", "texts"], counts.Index().Where(bin => bin.Item > 0).Select(bin => new[] { $"{Number(low + (bin.Index * width), "F2")} – {Number(low + ((bin.Index + 1) * width), "F2")}", bin.Item.ToString(CultureInfo.InvariantCulture) })));
    }

    private ReportTable Pairs(IEnumerable<Neighbour> pairs)
        => new(["similarity", "text", "its like"], pairs.Select(pair => new[] { Number(pair.Similarity), Texts[pair.Text], Texts[pair.Other] })) { Words = [0, 1, 2] };
}
