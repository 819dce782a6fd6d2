namespace Aloe.Reporting.Documents;

/// <summary>A report before it is rendered as Markdown or HTML.</summary>
/// <param name="Title">Title.</param>
/// <param name="Participants">Who took part; <see cref="Participants.Simulated"/> is said in the first lines.</param>
/// <param name="Figures">Numbers to see at a glance.</param>
/// <param name="Sections">The report.</param>
internal sealed record ReportDocument(string Title, string Participants, IReadOnlyList<ReportFigure> Figures, IReadOnlyList<ReportSection> Sections)
{
    /// <summary>What stands in the first lines where nobody real took part.</summary>
    public const string SimulatedNotice = "The participants were programs that follow written rules, not language models or people. The numbers tell about these rules and about the pipeline, not about what people prefer.";
}
