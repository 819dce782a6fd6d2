namespace Aloe.Statistics;

/// <summary>One position in all trees.</summary>
/// <param name="Number">1-based turn number.</param>
/// <param name="Turns">Turns with this number.</param>
/// <param name="Ties">Those on which the judge did not decide.</param>
/// <param name="MeanFacts">Facts revealed up to here, mean.</param>
/// <param name="MeanTraits">Traits revealed up to here, mean.</param>
/// <param name="InformedPreferred">Decided turns won by the responder that knew the revealed persona.</param>
public sealed record TurnStatistics(int Number, long Turns, long Ties, double MeanFacts, double MeanTraits, Proportion InformedPreferred);
