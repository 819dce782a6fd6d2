namespace Aloe.Data;

/// <summary>The options that a <see cref="TreeRun"/> was begun with and that decide what it builds.</summary>
internal sealed record TreeRunLine(int SchemaVersion, long Seed, int Turns, double PreferredTrunkProbability, int JudgeAttempts, double Temperature)
{
    public static TreeRunLine From(ConversationTreeOptions options)
        => new(1, options.Seed, options.Turns, options.PreferredTrunkProbability, options.JudgeAttempts, options.Temperature);

    /// <summary>The first option that differs, such as <c>Seed 1 and 2</c>; null if none does.</summary>
    public string? DifferenceTo(TreeRunLine other)
        => Seed != other.Seed ? $"{nameof(Seed)} {Seed} and {other.Seed}"
            : Turns != other.Turns ? $"{nameof(Turns)} {Turns} and {other.Turns}"
            : PreferredTrunkProbability != other.PreferredTrunkProbability ? $"{nameof(PreferredTrunkProbability)} {PreferredTrunkProbability} and {other.PreferredTrunkProbability}"
            : JudgeAttempts != other.JudgeAttempts ? $"{nameof(JudgeAttempts)} {JudgeAttempts} and {other.JudgeAttempts}"
            : Temperature != other.Temperature ? $"{nameof(Temperature)} {Temperature} and {other.Temperature}"
            : null;
}
