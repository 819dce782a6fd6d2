namespace Aloe.Samples.EndToEnd.Report;

/// <summary>How a model's curve is drawn, the same in the page and in the picture.</summary>
/// <param name="Light">Colour on white.</param>
/// <param name="Dark">Colour on black.</param>
/// <param name="Dashed">For ablations.</param>
internal sealed record CurveStyle(string Light, string Dark, bool Dashed = false)
{
    private static readonly Dictionary<string, CurveStyle> Known = new()
    {
        ["generic"] = new("#767c86", "#a3a9b4"),
        ["base"] = new("#a8690c", "#e0a84a"),
        ["sft"] = new("#1f74b3", "#62b0ef"),
        ["dpo"] = new("#bf2754", "#ff7a9a"),
        ["oracle"] = new("#23804d", "#62d196"),
        ["dpo-no-history"] = new("#7a4fc0", "#b99bf5", Dashed: true),
    };

    public static CurveStyle Of(string model) => Known.GetValueOrDefault(model) ?? Known["generic"];
}
