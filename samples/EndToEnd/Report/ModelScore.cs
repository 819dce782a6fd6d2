namespace Aloe.Samples.EndToEnd.Report;

/// <summary>The alignment of one model.</summary>
/// <param name="Name">The model.</param>
/// <param name="Al">AL(k) by turn.</param>
/// <param name="Average">Mean of AL(k).</param>
/// <param name="Ir">Improvement rate, points a turn.</param>
/// <param name="NIr">Normalised improvement rate.</param>
/// <param name="NR2">Coefficient of determination of the normalised fit; null for a flat curve.</param>
internal sealed record ModelScore(string Name, IReadOnlyList<double> Al, double Average, double Ir, double NIr, double? NR2)
{
    public static ModelScore Of(AlignmentReport report)
    {
        var curve = report.Curve;
        return new ModelScore(report.Model, [.. curve.Al.Select(Rounded)], Rounded(curve.Average), Rounded(curve.Ir), Rounded(curve.NIr), curve.NR2 is { } r2 ? Rounded(r2) : null);
    }

    private static double Rounded(double value) => Math.Round(value, 6);
}
