namespace Aloe.Torch.Training;

/// <summary>What an objective says about a step, on the host: means over its pairs, or in SFT over its replies.</summary>
/// <param name="Loss">What is minimised.</param>
/// <param name="LogProbChosen">Log-prob of a whole preferred reply.</param>
/// <param name="LogProbRejected">The same of a rejected reply; null in SFT, as all that follow.</param>
/// <param name="RewardChosen">Implicit reward of a preferred reply.</param>
/// <param name="RewardRejected">Implicit reward of a rejected reply.</param>
/// <param name="Accuracy">Share of the pairs whose preferred reply has the higher reward.</param>
internal readonly record struct StepMetrics(double Loss, double LogProbChosen, double? LogProbRejected, double? RewardChosen, double? RewardRejected, double? Accuracy)
{
    /// <summary>Numbers in the vector of <see cref="ObjectiveValue.ToVector"/>.</summary>
    public const int Count = 6;

    /// <summary>Difference of the implicit rewards.</summary>
    public double? Margin => RewardChosen - RewardRejected;

    /// <summary>Reads the sum of the vectors of a step's rows.</summary>
    /// <param name="vector">At least <see cref="Count"/> numbers.</param>
    public static StepMetrics Read(ReadOnlySpan<double> vector)
    {
        static double? Told(double value) => double.IsNaN(value) ? null : value;
        return new(vector[0], vector[1], Told(vector[2]), Told(vector[3]), Told(vector[4]), Told(vector[5]));
    }
}
