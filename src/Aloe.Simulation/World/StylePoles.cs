namespace Aloe.Simulation.World;

/// <summary>The names of the poles, as the text tables use them.</summary>
internal static class StylePoles
{
    public const int Dimensions = 6;

    private static readonly string[] Negative = ["brief", "serious", "casual", "plain", "listening", "statements"];
    private static readonly string[] Positive = ["chatty", "playful", "formal", "expressive", "advice", "questions"];

    public static IReadOnlyList<StyleDimension> All { get; } = Enum.GetValues<StyleDimension>();

    /// <summary>Every pole with its dimension and sign.</summary>
    public static IEnumerable<(string Pole, StyleDimension Dimension, int Sign)> Named
        => All.SelectMany(dimension => new[] { (Name(dimension, -1), dimension, -1), (Name(dimension, 1), dimension, 1) });

    public static string Name(StyleDimension dimension, int sign) => (sign < 0 ? Negative : Positive)[(int)dimension];
}
