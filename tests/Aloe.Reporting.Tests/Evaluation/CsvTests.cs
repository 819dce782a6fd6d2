using System.Globalization;
using Aloe.Reporting.Documents;
using CsvHelper;
using CsvHelper.Configuration;
using FsCheck.Xunit;

namespace Aloe.Reporting.Tests.Evaluation;

public sealed class CsvTests
{
    [Property]
    public bool Any_texts_come_back_through_another_reader(string? first, string? second)
    {
        string[] texts = [first ?? "", second ?? ""];
        using var reader = new CsvParser(new StringReader(Csv.Line(texts.Select(Csv.Text))), new CsvConfiguration(CultureInfo.InvariantCulture) { HasHeaderRecord = false, IgnoreBlankLines = false });
        return reader.Read() && reader.Record is { Length: 2 } record && record.Zip(texts).All(pair => pair.First == pair.Second || pair.First == $"'{pair.Second}") && !reader.Read();
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("  =1+1", "'  =1+1")]
    [InlineData("+49", "'+49")]
    [InlineData("-2", "'-2")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("=\"a,b\"", "\"'=\"\"a,b\"\"\"")]
    [InlineData("a=1", "a=1")]
    [InlineData("", "")]
    public void What_a_spreadsheet_takes_for_a_formula_gets_an_apostrophe(string text, string cell) => Assert.Equal(cell, Csv.Text(text));

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(null, "")]
    public void Numbers_stay_numbers(double? value, string cell) => Assert.Equal(cell, Csv.Number(value));
}
