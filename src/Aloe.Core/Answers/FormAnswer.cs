namespace Aloe.Answers;

/// <summary>What a role answered in a given form.</summary>
/// <param name="Value">The answer as read; what stands for nothing where it could not be read.</param>
/// <param name="IsReadable">The answer, or the repaired one, could be read.</param>
/// <param name="RepairRounds">1 if a repair round was needed, else 0.</param>
internal readonly record struct FormAnswer<T>(T Value, bool IsReadable, int RepairRounds)
{
    /// <summary>The same for the turn's notes.</summary>
    public TurnNotes Notes => TurnNotes.None with { RepairRounds = RepairRounds, Unreadable = IsReadable ? 0 : 1 };
}
