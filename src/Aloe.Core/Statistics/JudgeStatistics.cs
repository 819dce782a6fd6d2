namespace Aloe.Statistics;

/// <summary>What there is to know about the judge's fairness.</summary>
/// <param name="Comparisons">Comparisons asked for.</param>
/// <param name="Ties">Comparisons that it called a tie.</param>
/// <param name="Unreadable">Comparisons whose answer could not be read.</param>
/// <param name="FirstShown">Position: decided comparisons won by the reply that was shown first. A judge without bias stays near one half.</param>
/// <param name="Disagreements">Pairs of replies on which the two orders gave different winners, out of those decided in both orders.</param>
/// <param name="LongerPreferred">Length: preference pairs in which the longer reply won, out of those with replies of different length.</param>
/// <param name="InformedPreferred">Preference pairs won by the responder that knew the revealed persona.</param>
/// <param name="OwnModelPreferred">Self-preference: preference pairs won by the responder that runs the judge's own model. Null unless the models are known and exactly one responder runs it.</param>
public sealed record JudgeStatistics(
    long Comparisons,
    long Ties,
    long Unreadable,
    Proportion FirstShown,
    Proportion Disagreements,
    Proportion LongerPreferred,
    Proportion InformedPreferred,
    Proportion? OwnModelPreferred);
