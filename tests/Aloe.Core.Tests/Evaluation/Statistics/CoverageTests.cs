using Aloe.Evaluation.Statistics;
using Aloe.Randomness;

namespace Aloe.Core.Tests.Evaluation.Statistics;

/// <summary>How often intervals of 95 % hold the true value, over 2,000 experiments. The standard error of the rate is 0.5 %.</summary>
public sealed class CoverageTests
{
    private static readonly Dictionary<string, Experiment> Experiments = new()
    {
        ["Gaussian"] = new(20) { Clipped = false },
        ["Clipped"] = new(20),
        ["At the ceiling"] = new(20) { Level = 4, Slope = 0.05 },
        ["Unequal clusters"] = new(20) { Size = profile => 1 + (profile % 9) },
        ["Missing scores"] = new(20) { Missing = 0.3 },
        ["Both"] = new(20) { Size = profile => 1 + (profile % 9), Missing = 0.3 },
        ["Eight profiles"] = new(8),
        ["Four profiles"] = new(4),
        ["Two profiles"] = new(2) { Clipped = false },
        ["Cases of one profile"] = new(12) { Size = _ => 1 },
    };

    [Theory]
    [InlineData("Gaussian")]
    [InlineData("Clipped")]
    [InlineData("At the ceiling")]
    [InlineData("Unequal clusters")]
    [InlineData("Missing scores")]
    [InlineData("Both")]
    [InlineData("Eight profiles")]
    [InlineData("Four profiles")]
    [InlineData("Two profiles")]
    [InlineData("Cases of one profile")]
    public void Intervals_hold_the_truth_19_times_in_20(string name)
    {
        const int Repetitions = 2_000;
        var (experiment, figures) = (Experiments[name], Experiment.Figures);
        var random = SeededRandom.For(1, name);
        var (truth, held) = (experiment.Truth(random), new int[figures.Length]);
        for (var i = 0; i < Repetitions; i++)
        {
            var intervals = ClusteredBootstrap.Intervals(experiment.Draw(random), figures, resamples: 399, seed: i);
            for (var j = 0; j < figures.Length; j++)
            {
                held[j] += intervals[j].Low <= truth[j] && truth[j] <= intervals[j].High ? 1 : 0;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {string.Join(", ", held.Select(count => $"{100.0 * count / Repetitions:F1} %"))}");
        Assert.All(held, count => Assert.InRange((double)count / Repetitions, 0.93, 0.97));
    }
}
