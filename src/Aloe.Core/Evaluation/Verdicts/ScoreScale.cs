namespace Aloe.Evaluation;

/// <summary>The scale of the judge.</summary>
internal static class ScoreScale
{
    public const int Min = 1, Max = 5;

    /// <summary>The largest possible difference of two scores.</summary>
    public const int Width = Max - Min;
}
