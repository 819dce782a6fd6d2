namespace Aloe.Evaluation;

/// <summary>Two models over the cases that both have: paired, second minus first.</summary>
/// <param name="First">Name of the first model.</param>
/// <param name="Second">Name of the second model.</param>
/// <param name="Cases">Cases that both have a score for.</param>
/// <param name="Profiles">Clusters among them.</param>
/// <param name="Difference">Mean difference of the average score, with its interval.</param>
/// <param name="AlDifference">The same turn by turn.</param>
/// <param name="PValue">Two-sided sign-flip permutation test, profile by profile.</param>
/// <param name="AdjustedPValue">The same after Holm's correction for all comparisons made together.</param>
/// <param name="EffectSize">Mean difference over the standard deviation of the differences of cases (Cohen's d for pairs); null where all cases differ by the same.</param>
/// <param name="Wins">Cases in which the second model has the higher mean.</param>
/// <param name="Ties">Cases in which both have the same.</param>
/// <param name="Losses">Cases in which the first model has the higher mean.</param>
/// <param name="CasesNeeded">Cases that it takes to find a difference as large as this one with the power asked for, given the design; null where there is no difference.</param>
/// <param name="Detectable">Smallest difference that as many cases as these find with the power asked for.</param>
/// <param name="Largest">The cases that differ most, largest first.</param>
public sealed record ModelComparison(
    string First,
    string Second,
    int Cases,
    int Profiles,
    Interval Difference,
    IReadOnlyList<Interval> AlDifference,
    double PValue,
    double AdjustedPValue,
    double? EffectSize,
    int Wins,
    int Ties,
    int Losses,
    int? CasesNeeded,
    double Detectable,
    IReadOnlyList<CaseDifference> Largest)
{
    /// <summary>Who played user and judge in both runs; null where it is not known.</summary>
    public string? Participants { get; init; }

    /// <summary>Compares every pair of models, in the order in which they are given.</summary>
    /// <param name="reports">At least two runs with the same protocol and different model names.</param>
    /// <param name="options">Confidence, resamples, power and seed; null means the defaults.</param>
    /// <exception cref="ProtocolDiffersException">The scores did not come about in the same way.</exception>
    /// <exception cref="ArgumentException">There are fewer than two runs, two have the same name, or two share no case.</exception>
    public static IReadOnlyList<ModelComparison> Of(IReadOnlyList<AlignmentReport> reports, VerdictOptions? options = null) => throw new NotImplementedException();
}
