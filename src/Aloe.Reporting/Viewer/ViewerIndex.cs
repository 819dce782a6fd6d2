namespace Aloe.Reporting.Viewer;

/// <summary>What the viewer reads first.</summary>
/// <param name="Trees">The list, in the order of the trees.</param>
/// <param name="Left">Trees of the data set that the page does not hold.</param>
internal sealed record ViewerIndex(IReadOnlyList<ViewerSummary> Trees, int Left);
