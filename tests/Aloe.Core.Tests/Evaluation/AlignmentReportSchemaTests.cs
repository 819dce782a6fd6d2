using System.Text.Json;
using System.Text.Json.Nodes;
using Aloe.Core.Tests.Doubles;
using Aloe.Evaluation;
using Json.Schema;

namespace Aloe.Core.Tests.Evaluation;

/// <summary>The published schema against files as they are written, by a validator that is not ours.</summary>
public sealed class AlignmentReportSchemaTests : IDisposable
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(AlignmentReportFile.Schema);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_schema_is_one_of_draft_2020_12()
    {
        var meta = MetaSchemas.Draft202012.Evaluate(JsonSerializer.SerializeToElement(JsonNode.Parse(AlignmentReportFile.Schema)), new Json.Schema.EvaluationOptions { OutputFormat = OutputFormat.Flag });
        Assert.True(meta.IsValid);
    }

    [Fact]
    public async Task Reports_of_real_runs_are_valid()
    {
        var script = new ScriptedBenchmark();
        var evaluator = new AloeEvaluator(script.Roles, ScriptedBenchmark.Prompts, script.FurtherJudges);
        var all = await evaluator.EvaluateAsync(script.Assistant, ScriptedBenchmark.Benchmark(), ScriptedBenchmark.AllOptions);
        var plain = await new AloeEvaluator(script.Roles, ScriptedBenchmark.Prompts).EvaluateAsync(script.Assistant with { Instructions = null }, ScriptedBenchmark.Benchmark(), new() { Turns = 1 });
        foreach (var report in new[] { all, plain, Results.Report })
        {
            Assert.True(IsValid(JsonNode.Parse(await WrittenAsync(report))!));
        }
    }

    [Fact]
    public async Task Without_any_one_field_or_with_one_of_another_type_or_name_a_report_is_not_valid()
    {
        var text = await WrittenAsync(Results.Report);
        var paths = Paths(JsonNode.Parse(text)!).ToList();
        Assert.InRange(paths.Count, 90, 1_000);
        foreach (var path in paths)
        {
            Assert.False(IsValid(Changed(text, path, (parent, name) => parent.Remove(name))), $"without {string.Join('.', path)}");
            Assert.False(IsValid(Changed(text, path, (parent, name) => parent[name] = JsonNode.Parse("[[true]]"))), $"with another {string.Join('.', path)}");
            Assert.False(IsValid(Changed(text, path, (parent, _) => parent["new"] = 1)), $"with something beside {string.Join('.', path)}");
        }
    }

    [Theory]
    [InlineData("schemaVersion", "1")]
    [InlineData("report.missing", "-1")]
    [InlineData("report.protocol.control", "\"upsideDown\"")]
    [InlineData("report.protocol.turns", "0")]
    [InlineData("report.protocol.benchmarkHash", "\"xyz\"")]
    [InlineData("report.curve.average", "5.1")]
    [InlineData("report.cases.0.case.id", "\"\"")]
    [InlineData("report.cases.0.turns", "[]")]
    [InlineData("report.cases.0.turns.0.score.overall", "6")]
    [InlineData("report.cases.0.turns.0.score", "null")]
    [InlineData("report.cases.0.turns.1.missing", "null")]
    [InlineData("report.cases.0.turns.1.missing.cause", "\"bored\"")]
    [InlineData("report.cases.0.drift.score", "null")]
    [InlineData("report.cases.0.turns.0.inferred.facts.found", "0.5")]
    public async Task Values_that_make_no_sense_are_not_valid(string path, string value)
        => Assert.False(IsValid(Changed(await WrittenAsync(Results.Report), path.Split('.'), (parent, name) => parent[name] = JsonNode.Parse(value))));

    public void Dispose() => _folder.Dispose();

    private static bool IsValid(JsonNode node) => Schema.Evaluate(JsonSerializer.SerializeToElement(node), new Json.Schema.EvaluationOptions { OutputFormat = OutputFormat.Flag }).IsValid;

    private static JsonNode Changed(string text, string[] path, Action<JsonObject, string> change)
    {
        var root = JsonNode.Parse(text)!;
        change(path[..^1].Aggregate(root, (node, step) => int.TryParse(step, out var index) ? node[index]! : node[step]!).AsObject(), path[^1]);
        return root;
    }

    /// <summary>The fields of all objects, inside lists too.</summary>
    private static IEnumerable<string[]> Paths(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => Paths(field.Value).Select(rest => (string[])[field.Key, .. rest]).Prepend([field.Key])),
        JsonArray items => items.SelectMany((item, i) => Paths(item).Select(rest => (string[])[$"{i}", .. rest])),
        _ => [],
    };

    private async Task<string> WrittenAsync(AlignmentReport report)
    {
        await AlignmentReportFile.WriteAsync(report, _folder.File("report.json"));
        Assert.Equal(AlignmentReportFileTests.Json(report), AlignmentReportFileTests.Json(await AlignmentReportFile.ReadAsync(_folder.File("report.json"))));
        return await File.ReadAllTextAsync(_folder.File("report.json"));
    }
}
