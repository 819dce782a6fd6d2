namespace Aloe.Simulation.World;

/// <summary>A reply's scores, each 0 to 1.</summary>
internal readonly record struct ReplyScore(double Style, double Content, double Naturalness)
{
    /// <summary>
    /// How glad the person is. Convex in style: people are glad when most of it fits, not half of it; and nothing helps a reply that does not read like one.
    /// </summary>
    public double Overall => Naturalness * ((0.65 * Math.Pow(Style, 1.7)) + (0.35 * Content));

    /// <summary>A score on the judge's scale, 1 to 5.</summary>
    public static int OnScale(double score) => 1 + (int)Math.Round(4 * score, MidpointRounding.AwayFromZero);
}
