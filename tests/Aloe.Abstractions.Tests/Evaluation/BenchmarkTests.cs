namespace Aloe.Abstractions.Tests.Evaluation;

public sealed class BenchmarkTests
{
    [Fact]
    public void Bad_cases_are_refused()
    {
        Assert.Contains("no case", Assert.Throws<ArgumentException>(() => new Benchmark("b", "1", [])).Message, StringComparison.Ordinal);
        Assert.Contains("case id c2 is used more than once", Assert.Throws<ArgumentException>(() => new Benchmark("b", "1", [.. Cases(3), .. Cases(2).Skip(1)])).Message, StringComparison.Ordinal);
        Assert.Contains("name must not be empty", Assert.Throws<ArgumentException>(() => new Benchmark(" ", "1", Cases(1))).Message, StringComparison.Ordinal);
        Assert.Contains("version must not be empty", Assert.Throws<ArgumentException>(() => new Benchmark("b", "", Cases(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cases_without_names_of_their_texts_are_clusters_of_their_own()
    {
        var one = Cases(1)[0];
        Assert.Equal(("c1", "c1"), (one.ProfileId, one.PersonalityId));
        Assert.Equal(("p", "c1"), (one with { ProfileId = "p" } is var named ? (named.ProfileId, named.PersonalityId) : default));
    }

    [Fact]
    public void Taken_cases_lie_evenly_and_keep_their_order()
    {
        var benchmark = new Benchmark("b", "2", Cases(10));
        var taken = benchmark.Take(4);
        Assert.Equal(["c1", "c4", "c6", "c10"], taken.Cases.Select(one => one.Id));
        Assert.Equal(("b/4", "2"), (taken.Name, taken.Version));
        Assert.Same(benchmark, benchmark.Take(10));
        Assert.All([0, 11], count => Assert.Contains("count must be between 1 and 10", Assert.Throws<ArgumentOutOfRangeException>(() => benchmark.Take(count)).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_hash_is_of_what_is_asked_and_nothing_else()
    {
        var hash = new Benchmark("b", "1", Cases(3)).Hash;
        Assert.Matches("^[0-9a-f]{16}$", hash);
        Assert.Equal(hash, new Benchmark("another", "7", Cases(3)).Hash);
        Assert.Equal($"b v1 ({hash})", new Benchmark("b", "1", Cases(3)).ToString());

        var first = Cases(3)[0];
        BenchmarkCase[][] others =
        [
            [.. Cases(2)],
            [.. Cases(3).Reverse()],
            [first with { Id = "x" }, .. Cases(3).Skip(1)],
            [first with { ProfileId = "x" }, .. Cases(3).Skip(1)],
            [first with { PersonalityId = "x" }, .. Cases(3).Skip(1)],
            [first with { Persona = Persona.Create("x", first.Persona.Personality) }, .. Cases(3).Skip(1)],
            [first with { Persona = Persona.Create(first.Persona.Profile, "x") }, .. Cases(3).Skip(1)],
        ];
        Assert.Equal(others.Length + 1, others.Select(cases => new Benchmark("b", "1", cases).Hash).Append(hash).Distinct().Count());
    }

    [Fact]
    public void A_benchmark_does_not_follow_the_list_it_was_made_of()
    {
        var cases = Cases(2).ToList();
        var benchmark = new Benchmark("b", "1", cases);
        cases.Clear();
        Assert.Equal(2, benchmark.Cases.Count);
    }

    private static BenchmarkCase[] Cases(int count) => [.. Enumerable.Range(1, count).Select(n => new BenchmarkCase($"c{n}", Persona.Create($"facts {n}", $"traits {n}")))];
}
