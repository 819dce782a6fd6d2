using Aloe.Evaluation.Statistics;

namespace Aloe.Core.Tests.Evaluation.Statistics;

public sealed class KrippendorffAlphaTests
{
    // Krippendorff 2011, example C: four observers, twelve units, missing data.
    [Theory]
    [InlineData(MeasurementLevel.Nominal, 0.743)]
    [InlineData(MeasurementLevel.Ordinal, 0.815)]
    [InlineData(MeasurementLevel.Interval, 0.849)]
    public void Four_observers(MeasurementLevel level, double alpha) => Assert.Equal(alpha, Of(level, "123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.0005);

    // The same paper, examples A and B: two observers of two values, and of five (a to e).
    [Theory]
    [InlineData("0100000010", "1110010000", 0.095)]
    [InlineData("112243335441", "212223335444", 0.692)]
    public void Two_observers(string first, string second, double alpha) => Assert.Equal(alpha, Of(MeasurementLevel.Nominal, first, second), 0.0005);

    // Wikipedia, "Krippendorff's alpha": three coders, fifteen units.
    [Theory]
    [InlineData(MeasurementLevel.Nominal, 0.691)]
    [InlineData(MeasurementLevel.Interval, 0.811)]
    public void Three_coders(MeasurementLevel level, double alpha) => Assert.Equal(alpha, Of(level, ".....34121133.3", "1.213343.......", "..21344.21133.4"), 0.0005);

    // Values 1, 3 and 1, 1: D_o = (2·4)/4 = 2; D_e = (3·1·2·4)/(4·3) = 2; α = 0.
    [Fact]
    public void By_hand() => Assert.Equal(0, Of(MeasurementLevel.Interval, "11", "31"), 1e-15);

    [Fact]
    public void Perfect_agreement_is_1_and_no_variation_or_no_pair_is_nothing()
    {
        Assert.Equal(1, KrippendorffAlpha.Of([[1, 1], [4, 4], [2, null]], MeasurementLevel.Interval));
        Assert.Null(KrippendorffAlpha.Of([[3, 3], [3, 3]], MeasurementLevel.Ordinal));
        Assert.Null(KrippendorffAlpha.Of([[1], [2, null]], MeasurementLevel.Nominal));
        Assert.Null(KrippendorffAlpha.Of([], MeasurementLevel.Nominal));
    }

    private static double Of(MeasurementLevel level, params string[] observers)
    {
        var rows = observers.Select(row => row.Replace(" ", "", StringComparison.Ordinal)).ToArray();
        return KrippendorffAlpha.Of(Enumerable.Range(0, rows[0].Length).Select(i => rows.Select(row => row[i] == '.' ? (double?)null : row[i] - '0')), level)!.Value;
    }
}
