using System.Numerics.Tensors;

namespace Aloe.Evaluation.Statistics;

/// <summary>Means of paired values, and the sums of squares and products of their deviations.</summary>
internal readonly record struct Moments(double MeanX, double MeanY, double XX, double XY, double YY)
{
    public static Moments Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length || x.Length == 0)
        {
            throw new ArgumentException($"There must be as many x as y, and at least one; there are {x.Length} and {y.Length}.", nameof(y));
        }

        var (meanX, meanY) = (TensorPrimitives.Sum(x) / x.Length, TensorPrimitives.Sum(y) / y.Length);
        double xx = 0, xy = 0, yy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var (dx, dy) = (x[i] - meanX, y[i] - meanY);
            xx += dx * dx;
            xy += dx * dy;
            yy += dy * dy;
        }

        return new Moments(meanX, meanY, xx, xy, yy);
    }
}
