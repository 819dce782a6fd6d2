using Aloe.Evaluation;

namespace Aloe.Samples.EvaluateAssistant;

/// <summary>Two assistants, second minus first.</summary>
internal sealed record ComparedPair(
    string First, string Second, int Cases, double Difference, double Low, double High, double P, double PAdjusted, double? EffectSize, int Wins, int Ties, int Losses, int? CasesNeeded)
{
    public static ComparedPair Of(ModelComparison pair) => new(
        pair.First, pair.Second, pair.Cases, pair.Difference.Value, pair.Difference.Low, pair.Difference.High, pair.PValue, pair.AdjustedPValue, pair.EffectSize, pair.Wins, pair.Ties, pair.Losses, pair.CasesNeeded);
}
