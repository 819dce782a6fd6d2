namespace Aloe.Reporting.Documents;

/// <summary>A part of a report: words, what follows from them line by line, then drawings, then numbers, then conversations to read. Markdown leaves drawings and conversations out, as tables have the numbers of the former.</summary>
internal sealed record ReportSection(string Title, string Text, LineChart? Chart = null, ReportTable? Table = null)
{
    /// <summary>What the numbers say, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Small charts side by side, in the place of a large one.</summary>
    public IReadOnlyList<LineChart> SmallCharts { get; init; } = [];

    /// <summary>Conversations, folded away until one is opened.</summary>
    public IReadOnlyList<Conversation> Conversations { get; init; } = [];
}
