using Aloe.Evaluation;

namespace Aloe.Reporting.Evaluation;

/// <summary>What figures say in plain words, and no more than they say.</summary>
internal static class Reading
{
    /// <summary>Below this many profiles, intervals from resampling them are rough.</summary>
    private const int FewProfiles = 10;

    public static string OfSlope(Interval slope, string what) => SideOf(slope) switch
    {
        > 0 => $"The interval lies above 0: {what} rises over the turns.",
        < 0 => $"The interval lies below 0: {what} falls over the turns.",
        _ => $"The interval includes 0: these data do not show that {what} changes over the turns.",
    };

    public static string OfDifference(ModelComparison comparison, double confidence)
    {
        var (side, tested) = (SideOf(comparison.Difference), comparison.AdjustedPValue < 1 - confidence);
        return (side, tested) switch
        {
            (0, false) => $"The interval includes 0: these data do not show a difference. That does not make the two equal: a difference below {Figures.Decimal(comparison.Detectable)} would often go unseen with this many cases.",
            (0, true) => "The interval includes 0, the test disagrees: the evidence is borderline.",
            (_, false) => "The interval of this pair by itself leaves out 0, but with all pairs taken into account (Holm) these data do not show a difference.",
            ( > 0, true) => $"The interval lies above 0: on these cases {comparison.Second} scores higher than {comparison.First}.",
            _ => $"The interval lies below 0: on these cases {comparison.First} scores higher than {comparison.Second}.",
        };
    }

    public static string OfAlpha(double? alpha) => alpha switch
    {
        null => "Not measured: it takes more than one.",
        >= 0.8 => "0.8 or more: commonly taken as reliable.",
        >= 0.667 => "Between 0.667 and 0.8: commonly good enough for tentative conclusions only.",
        _ => "Below 0.667: commonly taken as too low to rest conclusions on single scores.",
    };

    public static string OfLength(double? correlation) => correlation switch
    {
        null => "Undefined: scores or lengths do not vary within a case.",
        > 0.3 => "Longer replies tend to get higher scores. Whether they are better or only longer, this number cannot tell.",
        < -0.3 => "Shorter replies tend to get higher scores. Whether they are better or only shorter, this number cannot tell.",
        _ => "Near 0: score and length hardly go together.",
    };

    /// <summary>What must be known of all intervals.</summary>
    public static string OfIntervals(int cases, int profiles)
    {
        var text = $"Intervals come from resampling the {Figures.Count(profiles)} profiles of {Figures.Count(cases)} cases, since cases of the same profile are no independent observations.";
        return profiles < FewProfiles ? $"{text} With so few profiles, they are rough." : text;
    }

    /// <summary>1 above zero, −1 below, 0 where the interval holds it.</summary>
    private static int SideOf(Interval interval) => interval.Low > 0 ? 1 : interval.High < 0 ? -1 : 0;
}
