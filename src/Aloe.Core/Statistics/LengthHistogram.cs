namespace Aloe.Statistics;

/// <summary>How long some texts are, in characters (UTF-16 units).</summary>
/// <param name="Mean">Mean length; null where there is no text.</param>
/// <param name="Width">Width of a bin.</param>
/// <param name="Counts">Texts in each bin: bin <c>i</c> holds lengths from <c>i·Width</c> up to, and without, <c>(i+1)·Width</c>; the last one holds all longer texts too. Ends with the last bin that holds any.</param>
public sealed record LengthHistogram(double? Mean, int Width, IReadOnlyList<long> Counts);
