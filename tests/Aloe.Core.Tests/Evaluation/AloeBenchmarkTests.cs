using Aloe.Data;
using Aloe.Evaluation;

namespace Aloe.Core.Tests.Evaluation;

public sealed class AloeBenchmarkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aloe-benchmark").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Built_in_benchmark_has_100_different_cases()
    {
        Assert.Equal(100, AloeBenchmark.Aloe100.Cases.Count);
        Assert.Equal(100, AloeBenchmark.Aloe100.Cases.Select(benchmarkCase => benchmarkCase.Persona.Id).Distinct().Count());
        Assert.Equal(100, AloeBenchmark.Aloe100.Cases.Select(benchmarkCase => benchmarkCase.Id).Distinct().Count());
        Assert.Equal(20, AloeBenchmark.Aloe100.Cases.CountBy(benchmarkCase => benchmarkCase.Persona.Profile).Count());
        Assert.All(AloeBenchmark.Aloe100.Cases.CountBy(benchmarkCase => benchmarkCase.Persona.Profile), profile => Assert.Equal(5, profile.Value));
    }

    [Fact]
    public void Every_profile_meets_every_personality_where_there_are_just_enough()
    {
        var cases = AloeBenchmark.FromTexts([.. Enumerable.Range(1, 20).Select(n => $"P{n}")], ["A", "B", "C", "D", "E"]).Cases;
        Assert.Equal(100, cases.Count);
        Assert.Equal(("profile01-personality1", "P1", "A"), Describe(cases[0]));
        Assert.Equal(("profile01-personality5", "P1", "E"), Describe(cases[4]));
        Assert.Equal(("profile20-personality5", "P20", "E"), Describe(cases[99]));
        Assert.Equal(Persona.Create("P20", "E").Id, cases[99].Persona.Id);
    }

    [Fact]
    public void More_personalities_are_taken_in_turn()
    {
        var cases = AloeBenchmark.FromTexts(["P1", "P2", "P3"], [.. Enumerable.Range(1, 12).Select(n => $"T{n}")], perProfile: 5).Cases;
        Assert.Equal(["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10", "T11", "T12", "T1", "T2", "T3"], cases.Select(benchmarkCase => benchmarkCase.Persona.Personality));
        Assert.Equal("profile3-personality01", cases[12].Id);
        Assert.Equal(15, cases.Select(benchmarkCase => benchmarkCase.Id).Distinct().Count());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(50)]
    public void A_smaller_benchmark_has_many_profiles_and_every_personality(int count)
    {
        var cases = AloeBenchmark.Aloe100.Take(count).Cases;

        Assert.Equal(count, cases.Distinct().Count());
        Assert.Equal(Math.Min(count, 20), cases.DistinctBy(one => one.ProfileId).Count());
        Assert.InRange(cases.DistinctBy(one => one.PersonalityId).Count(), count == 5 ? 3 : 5, 5);
        Assert.True(cases.CountBy(one => one.PersonalityId).Max(personality => personality.Value) <= Math.Max(2, count * 0.3));
    }

    [Fact]
    public void Files_are_read_as_the_reference_writes_them()
    {
        var profiles = Write("profiles.jsonl", "\uFEFF\"one \\\"quoted\\\"\"\n\n\"two\" \"three\"\r\n  \"vier ü\"");
        var personalities = Write("personalities.jsonl", "\"a\"\n\"b\"\n");
        var cases = AloeBenchmark.FromFiles(profiles, personalities, perProfile: 2).Cases;
        Assert.Equal(["one \"quoted\"", "two", "three", "vier ü"], cases.Select(benchmarkCase => benchmarkCase.Persona.Profile).Distinct());
        Assert.Equal(8, cases.Count);
    }

    [Theory]
    [InlineData("\"a\"\n{\"b\":1}\n", "line 2")]
    [InlineData("\"a\"\n\nnull\n", "line 3")]
    [InlineData("\"a\"\n\"b", "line 2")]
    [InlineData("\"a\"\n7", "line 2")]
    [InlineData("\"a\"\n\"\\ud800\"", "line 2")]
    [InlineData("a\n", "line 1")]
    public void Bad_files_are_refused_by_file_and_line(string content, string line)
    {
        var error = Assert.Throws<DataFormatException>(() => AloeBenchmark.FromFiles(Write("bad.jsonl", content), Write("good.jsonl", "\"a\""), 1));
        Assert.Contains("bad.jsonl, " + line, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_texts_are_refused()
    {
        Assert.Contains("At least 5 personalities are needed; there are 4", Message(["P"], ["a", "b", "c", "d"], 5), StringComparison.Ordinal);
        Assert.Contains("At least 1 profiles", Message([], ["a"], 1), StringComparison.Ordinal);
        Assert.Contains("Text 2 of the profiles", Message(["P", "P"], ["a"], 1), StringComparison.Ordinal);
        Assert.Contains("Text 1 of the personalities", Message(["P"], [" "], 1), StringComparison.Ordinal);
        Assert.Contains("perProfile must be at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => AloeBenchmark.FromTexts(["P"], ["a"], 0)).Message, StringComparison.Ordinal);
    }

    private static string Message(string[] profiles, string[] personalities, int perProfile)
        => Assert.Throws<ArgumentException>(() => AloeBenchmark.FromTexts(profiles, personalities, perProfile)).Message;

    private static (string Id, string Profile, string Personality) Describe(BenchmarkCase benchmarkCase)
        => (benchmarkCase.Id, benchmarkCase.Persona.Profile, benchmarkCase.Persona.Personality);

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
