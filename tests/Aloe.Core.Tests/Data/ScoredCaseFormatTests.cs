using System.Text.Json.Nodes;
using Aloe.Core.Tests.Doubles;
using Aloe.Data;

namespace Aloe.Core.Tests.Data;

public sealed class ScoredCaseFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("cases.jsonl");

    [Fact]
    public async Task Everything_comes_back()
    {
        ScoredCase[] cases = [Results.Case, Results.Case with { Drift = new DriftCheck(null, new MissingScore(MissingScoreCause.Refusal, "No.")), JudgedAs = null }, Results.Case with { Drift = null }];
        await new ScoredCaseFormat().WriteAsync(FilePath, cases);
        var text = await File.ReadAllTextAsync(FilePath);
        Assert.StartsWith("{\"schemaVersion\":1,\"case\":{\"id\":\"x\",\"persona\":{", text, StringComparison.Ordinal);
        Assert.Contains("Hi “you” <3 🙂", text, StringComparison.Ordinal);
        Assert.Contains("\"cause\":\"offScale\"", text, StringComparison.Ordinal);

        var read = await new ScoredCaseFormat().ReadAsync(FilePath).ToListAsync();
        Assert.Equivalent(cases, read, strict: true);
        await new ScoredCaseFormat().WriteAsync(_folder.File("again.jsonl"), read);
        Assert.Equal(text, await File.ReadAllTextAsync(_folder.File("again.jsonl")));
    }

    [Theory]
    [InlineData("schemaVersion", "2", "schemaVersion: is 2; this version of Aloe reads 1")]
    [InlineData("case.id", "\" \"", "case.id: must not be empty")]
    [InlineData("case.persona.profile", "\"\"", "case.persona.profile: must not be empty")]
    [InlineData("case.profileId", "\"\"", "case.profileId: must not be empty")]
    [InlineData("turns", "[]", "turns: must not be empty")]
    [InlineData("turns.1", "null", "turns[1]: must not be null")]
    [InlineData("turns.1.number", "3", "turns[1].number: is 3; turns are numbered from 1")]
    [InlineData("turns.0.score", "null", "turns[0].missing: must say why")]
    [InlineData("turns.1.missing", "null", "turns[1].missing: must say why")]
    [InlineData("turns.0.score.overall", "5.5", "turns[0].score.overall: is 5.5; scores are from 1 to 5")]
    [InlineData("turns.0.score.style", "0", "turns[0].score.style: is 0")]
    [InlineData("turns.0.judgements.1", "null", "turns[0].judgements[1]: must not be null")]
    [InlineData("turns.0.judgements.1.round", "0", "turns[0].judgements[1].round: is 0")]
    [InlineData("turns.0.judgements.0.judge", "\"\"", "turns[0].judgements[0].judge: must not be empty")]
    [InlineData("turns.0.judgements.0.score.overall", "9", "turns[0].judgements[0].score.overall: is 9")]
    [InlineData("turns.0.judgements.1.missing.cause", "\"bored\"", "turns[0].judgements[1].missing.cause")]
    [InlineData("turns.0.judgements.1.missing.cause", "2", "turns[0].judgements[1].missing.cause")]
    [InlineData("turns.0.inferred.persona.facts", "[null]", "turns[0].inferred.persona: must not hold null")]
    [InlineData("turns.0.inferred.facts.found", "4", "turns[0].inferred.facts: is MatchCounts")]
    [InlineData("drift.score", "0.5", "drift.score: is 0.5")]
    [InlineData("drift.score", "null", "drift.missing: must say why")]
    [InlineData("turns.0.user", "7", "turns[0].user")]
    public async Task Bad_values_are_refused_by_line_and_field(string path, string value, string expected)
    {
        var error = await ChangedAsync(path, (parent, name) =>
        {
            if (parent is JsonArray list)
            {
                list[int.Parse(name)] = JsonNode.Parse(value);
            }
            else
            {
                parent[name] = JsonNode.Parse(value);
            }
        });
        Assert.Contains($"cases.jsonl, line 2, field {expected}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schemaVersion")]
    [InlineData("case")]
    [InlineData("case.personalityId")]
    [InlineData("drift")]
    [InlineData("judgedAs")]
    [InlineData("turns.0.missing")]
    [InlineData("turns.0.judgements")]
    [InlineData("turns.0.inferred")]
    [InlineData("turns.0.inferred.facts.truths")]
    public async Task Missing_fields_are_refused_by_line_and_name_even_where_they_have_a_default(string path)
    {
        var error = await ChangedAsync(path, (parent, name) => parent.AsObject().Remove(name));
        Assert.Contains("cases.jsonl, line 2", error.Message, StringComparison.Ordinal);
        Assert.Contains(path.Split('.')[^1], error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<DataFormatException> ChangedAsync(string path, Action<JsonNode, string> change)
    {
        await new ScoredCaseFormat().WriteAsync(FilePath, [Results.Case]);
        var line = await File.ReadAllTextAsync(FilePath);
        var root = JsonNode.Parse(line)!;
        var steps = path.Split('.');
        change(steps[..^1].Aggregate(root, (node, step) => int.TryParse(step, out var index) ? node[index]! : node[step]!), steps[^1]);
        await File.WriteAllTextAsync(FilePath, line + root.ToJsonString());
        return await Assert.ThrowsAsync<DataFormatException>(async () => await new ScoredCaseFormat().ReadAsync(FilePath).CountAsync());
    }
}
