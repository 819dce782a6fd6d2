using System.Numerics.Tensors;
using Aloe.Evaluation.Statistics;
using Aloe.Randomness;

namespace Aloe.Core.Tests.Evaluation.Statistics;

/// <summary>A benchmark made up of profile effects, case effects and noise, whose true curve is known.</summary>
internal sealed record Experiment(int Profiles)
{
    public const int Turns = 10;

    /// <summary>Cases of the i-th profile.</summary>
    public Func<int, int> Size { get; init; } = _ => 5;

    /// <summary>Whether scores are whole numbers from 1 to 5.</summary>
    public bool Clipped { get; init; } = true;

    /// <summary>Share of scores that are missing.</summary>
    public double Missing { get; init; }

    public double Level { get; init; } = 3;

    public double Slope { get; init; } = 0.1;

    /// <summary>AL(5), average and IR.</summary>
    public static Statistic[] Figures =>
    [
        Statistic.Mean(4),
        new(means => TensorPrimitives.Sum(means) / means.Length),
        new(means => LinearFit.Of(means).Slope),
    ];

    public static double Normal(SeededRandom random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public ClusterTotals Draw(SeededRandom random)
    {
        var observations = new List<Observation>();
        for (var profile = 0; profile < Profiles; profile++)
        {
            var (effect, tilt) = (0.5 * Normal(random), 0.03 * Normal(random));
            for (var i = 0; i < Size(profile); i++)
            {
                var own = effect + (0.4 * Normal(random));
                observations.Add(new Observation($"{profile}", [.. Enumerable.Range(0, Turns).Select(k => random.NextDouble() < Missing ? (double?)null : Score(own, tilt, k, random))]));
            }
        }

        return ClusterTotals.Of(observations);
    }

    /// <summary>The true values of <see cref="Figures"/>: the means of single turns are exact for scores as they are, and come from 100,000 draws for clipped ones.</summary>
    public double[] Truth(SeededRandom random)
    {
        var al = new double[Turns];
        for (var k = 0; k < Turns; k++)
        {
            var turn = k;
            al[k] = Clipped
                ? Enumerable.Range(0, 100_000).Average(_ => Score(Math.Sqrt((0.5 * 0.5) + (0.4 * 0.4)) * Normal(random), 0.03 * Normal(random), turn, random))
                : Level + (Slope * (k + 1));
        }

        return [.. Figures.Select(figure => figure.Of(al))];
    }

    private double Score(double effect, double tilt, int k, SeededRandom random)
    {
        var score = Level + (Slope * (k + 1)) + effect + (tilt * (k - 4.5)) + (0.6 * Normal(random));
        return Clipped ? Math.Clamp(Math.Round(score), 1, 5) : score;
    }
}
