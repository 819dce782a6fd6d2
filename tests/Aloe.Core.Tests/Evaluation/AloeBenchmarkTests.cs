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

    /// <summary>Results name the benchmark they rest on: whoever changes a text must change the version.</summary>
    [Fact]
    public void The_content_of_version_1_is_pinned()
    {
        Assert.Equal("aloe-100 v1 (bbf8ca5a11bc127b)", AloeBenchmark.Aloe100.ToString());
        Assert.Equal((20, 5), (AloeBenchmark.Profiles.Count, AloeBenchmark.Personalities.Count));
    }

    [Fact]
    public void Every_text_has_eight_to_ten_sentences()
        => Assert.All(AloeBenchmark.Profiles.Concat(AloeBenchmark.Personalities), text => Assert.InRange(Aloe.Quality.Sentence.Split(text).Count(), 8, 10));

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
    public void The_first_personalities_are_those_of_every_profile()
    {
        var profiles = Write("profiles.jsonl", string.Join('\n', Enumerable.Range(1, 20).Select(n => $"\"P{n}\"")));
        var personalities = Write("personalities.jsonl", string.Join('\n', Enumerable.Range(1, 7).Select(n => $"\"T{n}\"")));
        var cases = AloeBenchmark.FromFiles(profiles, personalities, 5, PersonalityChoice.First).Cases;
        Assert.Equal(100, cases.Count);
        Assert.All(cases.Chunk(5), chunk => Assert.Equal(["T1", "T2", "T3", "T4", "T5"], chunk.Select(benchmarkCase => benchmarkCase.Persona.Personality)));
        Assert.Equal(20, cases.CountBy(benchmarkCase => benchmarkCase.ProfileId).Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => AloeBenchmark.FromTexts(["P"], ["a"], 1, (PersonalityChoice)2));
    }

    [Fact]
    public void Cases_of_ones_own_are_read_and_clustered_by_their_texts()
    {
        var path = Write("cases.jsonl", """
            {"id":"a","profile":"She sews.","personality":"She is shy."}

            {"id":"b","personality":"She is loud.","profile":"She sews."}
            {"id":"c","profile":"He bakes ü.","personality":"She is shy."}
            """);
        var benchmark = AloeBenchmark.FromCases(path, "mine", "3");
        Assert.Equal(("mine", "3"), (benchmark.Name, benchmark.Version));
        Assert.Equal(["a profile1 personality1", "b profile1 personality2", "c profile2 personality1"], benchmark.Cases.Select(one => $"{one.Id} {one.ProfileId} {one.PersonalityId}"));
        Assert.Equal(Persona.Create("He bakes ü.", "She is shy."), benchmark.Cases[2].Persona);
    }

    [Theory]
    [InlineData("", ": holds no case")]
    [InlineData("{\"id\":\"a\",\"profile\":\"p\",\"personality\":\"q\"}\n\n{\"id\":\"a\",\"profile\":\"p\",\"personality\":\"r\"}", ", line 3, field id: a has occurred before")]
    [InlineData("{\"id\":\" \",\"profile\":\"p\",\"personality\":\"q\"}", ", line 1, field id: must not be empty")]
    [InlineData("{\"id\":\"a\",\"profile\":\"\",\"personality\":\"q\"}", ", line 1, field profile: must not be empty")]
    [InlineData("{\"id\":\"a\",\"profile\":\"p\",\"personality\":7}", ", line 1, field personality")]
    [InlineData("{\"id\":\"a\",\"profile\":\"p\"}", ", line 1: JSON deserialization")]
    [InlineData("\"a\"", ", line 1")]
    [InlineData("{", ", line 1")]
    public void Bad_cases_of_ones_own_are_refused_by_file_line_and_field(string content, string expected)
        => Assert.Contains($"mine.jsonl{expected}", Assert.Throws<DataFormatException>(() => AloeBenchmark.FromCases(Write("mine.jsonl", content))).Message, StringComparison.Ordinal);

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
