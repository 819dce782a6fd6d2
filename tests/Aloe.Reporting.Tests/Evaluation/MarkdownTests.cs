using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Aloe.Reporting.Tests.Evaluation;

public sealed class MarkdownTests : IDisposable
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseEmphasisExtras().UseMathematics().Build();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aloe-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Tables_of_a_run_keep_their_shape_and_texts_stay_texts()
    {
        var report = Hostile.Run(Hostile.Texts[^1]);
        await EvaluationReport.WriteAsync(_folder.FullName, report, Samples.Verdict(report));
        var tables = Tables("report.md");
        Assert.Equal(["turn", "measure", "profile", "personality", "cause", "case", "measure", ""], tables.Select(table => Cell(table, 0, 0)));
        Assert.Equal(Hostile.Texts.Length + 1, tables[5].Count);
        Assert.Equal("a | b || **c** [d](e) `f` | --- | # g ~~h~~ $i$", Cell(tables[5], Hostile.Texts.Length, 0));
    }

    [Fact]
    public async Task Tables_of_a_comparison_keep_their_shape_and_texts_stay_texts()
    {
        var (reports, verdicts, comparisons) = Samples.Several(Hostile.Texts);
        await ComparisonReport.WriteAsync(_folder.FullName, reports, verdicts, comparisons);
        var tables = Tables("comparison.md");
        Assert.Equal(["model", "model", "second − first", "turn", ""], tables.Select(table => Cell(table, 0, 0)));
        Assert.Equal([12, 12, 56, 11, 11], tables.Select(table => table.Count));
        Assert.Equal(["</template></details><script>alert(1)</script>", "<img src=x onerror=alert(2)>"], [Cell(tables[0], 1, 0), Cell(tables[0], 2, 0)]);
    }

    [Fact]
    public async Task Table_of_a_summary_keeps_its_shape()
    {
        var (_, verdicts, comparisons) = Samples.Several(Hostile.Texts);
        Assert.True(await GitHubSummary.AppendAsync(verdicts, comparisons, Path.Combine(_folder.FullName, "summary.md")));
        Assert.Equal([12, 56], Tables("summary.md").Select(table => table.Count));
    }

    /// <summary>The tables, rectangular all; in the whole text there is no HTML, link, emphasis or code but what the report itself has.</summary>
    private List<Table> Tables(string name)
    {
        var document = Markdown.Parse(File.ReadAllText(Path.Combine(_folder.FullName, name)), Pipeline);
        Assert.Empty(document.Descendants<HtmlBlock>());
        Assert.Empty(document.Descendants<HtmlInline>());
        Assert.Empty(document.Descendants<LinkInline>());
        Assert.Empty(document.Descendants<CodeInline>());
        Assert.All(document.Descendants<EmphasisInline>(), emphasis => Assert.Matches(@"^[+−]?[\d.,]+$", Text(emphasis)));
        var tables = document.Descendants<Table>().ToList();
        Assert.All(tables, table => Assert.Single(table.Cast<TableRow>().Select(row => row.Count).Distinct()));
        return tables;
    }

    private static string Cell(Table table, int row, int column) => string.Concat(((TableCell)((TableRow)table[row])[column]).Descendants<ParagraphBlock>().Select(block => Text(block.Inline!)));

    private static string Text(ContainerInline inlines) => string.Concat(inlines.Descendants().Select(inline => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        _ => "",
    }));
}
