namespace Aloe.Statistics;

/// <summary>Lengths of the texts in the trees.</summary>
/// <param name="User">The users' messages.</param>
/// <param name="Preferred">Preferred replies of decided turns.</param>
/// <param name="Rejected">The replies they were preferred to.</param>
public sealed record LengthStatistics(LengthHistogram User, LengthHistogram Preferred, LengthHistogram Rejected);
