namespace Aloe.Reporting.Documents;

/// <summary>A conversation as one assistant held it.</summary>
/// <param name="Name">Name of the assistant.</param>
/// <param name="Turns">What was said, with the scores.</param>
internal sealed record ConversationSide(string Name, IReadOnlyList<ScoredTurn> Turns)
{
    /// <summary>Mean of the scores that there are; null where there is none.</summary>
    public double? Average => Turns.Average(turn => turn.Score?.Overall);
}
