namespace Aloe;

/// <summary>In which order the judge is shown two replies.</summary>
public enum JudgeOrder
{
    /// <summary>In one, drawn at random; an undecided verdict is asked for again in the other.</summary>
    Random,

    /// <summary>In both. A reply is preferred only if both verdicts name it; where they disagree, it is a tie.</summary>
    Both,
}
