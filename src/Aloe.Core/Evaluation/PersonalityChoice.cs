namespace Aloe.Evaluation;

/// <summary>Which personalities a profile meets where there are more than it needs.</summary>
public enum PersonalityChoice
{
    /// <summary>Each profile takes the next ones in turn, so that all serve about equally often.</summary>
    InTurn,

    /// <summary>Every profile takes the first ones, as the reference does with 5 of its 7.</summary>
    First,
}
