namespace Aloe.Evaluation;

/// <summary>A case as two models had it.</summary>
/// <param name="Id">Id of the case.</param>
/// <param name="First">Mean score of the first model.</param>
/// <param name="Second">Mean score of the second model.</param>
public sealed record CaseDifference(string Id, double First, double Second)
{
    /// <summary>Second minus first.</summary>
    public double Difference => Second - First;
}
