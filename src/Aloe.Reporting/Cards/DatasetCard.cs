using Aloe.Data;
using Aloe.Reporting.Documents;
using Aloe.Reporting.Personas;
using Aloe.Statistics;

namespace Aloe.Reporting.Cards;

/// <summary>What a data set of conversation trees holds: counts, lengths, how the judge decided, what was revealed when, gates and splits.</summary>
/// <remarks>It is made of statistics that <see cref="TreeStatistics"/> gathers in one pass over the trees, and so costs no memory. Where participants were simulated, the first lines say so.</remarks>
public sealed class DatasetCard
{
    /// <summary>Creates a card.</summary>
    /// <param name="statistics">What the trees are like.</param>
    public DatasetCard(RunStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        Statistics = statistics;
    }

    /// <summary>What the trees are like.</summary>
    public RunStatistics Statistics { get; }

    /// <summary>Title of the card. <value>Default: Conversation trees.</value></summary>
    public string Title { get; set => field = Require.Text(value); } = "Conversation trees";

    /// <summary>Who took part: <see cref="Participants.Simulated"/>, or provider and models. <value>Default: empty, not said.</value></summary>
    public string Participants { get; set; } = "";

    /// <summary>What became of the personas when they were split; null where they were not.</summary>
    public PersonaSplitCounts? PersonaSplit { get; set; }

    /// <summary>What became of the trees when they were split; null where they were not.</summary>
    public PersonaSplitCounts? TreeSplit { get; set; }

    /// <summary>How the pool of profiles grew; null where that is not known.</summary>
    public AcceptanceCurve? ProfileGrowth { get; set; }

    /// <summary>How the pool of personalities grew; null where that is not known.</summary>
    public AcceptanceCurve? PersonalityGrowth { get; set; }

    /// <summary>Gathers the statistics of a stream of trees, one at a time in memory.</summary>
    /// <param name="trees">The trees.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<DatasetCard> OfAsync(IAsyncEnumerable<ConversationTree> trees, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trees);
        var statistics = new TreeStatistics();
        await foreach (var tree in trees.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            statistics.Add(tree);
        }

        return new DatasetCard(statistics.ToStatistics());
    }

    /// <summary>The card as Markdown.</summary>
    public string ToMarkdown() => MarkdownReport.Render(CardDocument.Of(this));

    /// <summary>The card as a self-contained page: no script, nothing loaded, light and dark.</summary>
    public string ToHtml() => HtmlReport.Render(CardDocument.Of(this));
}
