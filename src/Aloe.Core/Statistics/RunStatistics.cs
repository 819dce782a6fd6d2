namespace Aloe.Statistics;

/// <summary>What the trees of a run are like. Counts are over all trees; lengths are in characters (UTF-16 units).</summary>
/// <param name="Trees">Trees.</param>
/// <param name="Turns">Turns.</param>
/// <param name="Ties">Turns on which the judge did not decide.</param>
/// <param name="Pairs">Preference pairs: turns that are no tie.</param>
/// <param name="Accepted">Replies that no gate rejected when they were first asked for, out of all replies.</param>
/// <param name="AskedAgain">Calls spent on asking for rejected replies again.</param>
/// <param name="Gates">For each gate that was hit, by name, how often.</param>
/// <param name="Invented">Facts and traits that the inducer made up.</param>
/// <param name="RepairRounds">Repair rounds of inducer and judge.</param>
/// <param name="Unreadable">Answers of inducer and judge that stayed unreadable.</param>
/// <param name="Judge">How the judge compared.</param>
/// <param name="ByTurn">The same position of all trees, from the first on.</param>
/// <param name="Lengths">Lengths of what was written.</param>
public sealed record RunStatistics(
    long Trees,
    long Turns,
    long Ties,
    long Pairs,
    Proportion Accepted,
    long AskedAgain,
    IReadOnlyDictionary<string, GateCount> Gates,
    long Invented,
    long RepairRounds,
    long Unreadable,
    JudgeStatistics Judge,
    IReadOnlyList<TurnStatistics> ByTurn,
    LengthStatistics Lengths);
