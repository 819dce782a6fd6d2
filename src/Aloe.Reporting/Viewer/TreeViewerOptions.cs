namespace Aloe.Reporting.Viewer;

/// <summary>What a <see cref="TreeViewer"/> page says and holds. Values are checked when they are set.</summary>
public sealed class TreeViewerOptions
{
    /// <summary>Title of the page. <value>Default: Conversation trees.</value></summary>
    public string Title { get; set => field = Require.Text(value); } = "Conversation trees";

    /// <summary>Who took part: <see cref="Participants.Simulated"/>, or provider and models. <value>Default: empty, not said.</value></summary>
    public string Participants { get; set; } = "";

    /// <summary>Trees that the page holds at most; it tells how many more there are. <value>Default: 3,000. Range: 1 to 20,000.</value></summary>
    public int MaxTrees { get; set => field = Require.InRange(value, 1, 20_000); } = 3_000;
}
