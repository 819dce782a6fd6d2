using System.Text.Json;
using System.Text.Json.Nodes;
using Aloe.Data;
using Aloe.Evaluation;

namespace Aloe.Core.Tests.Evaluation;

public sealed class AlignmentReportFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aloe-report").FullName;

    private string FilePath => Path.Combine(_folder, "dpo.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>All that a report says, for comparisons.</summary>
    internal static string Json(AlignmentReport report) => JsonSerializer.Serialize(report, EvaluationJson.Default.AlignmentReport);

    [Theory]
    [InlineData(2, 4)]
    [InlineData(4, 4)]
    public async Task Round_trip(double first, double second)
    {
        var report = Report(first, second);
        await AlignmentReportFile.WriteAsync(report, FilePath);
        Assert.Equal(Json(report), Json(await AlignmentReportFile.ReadAsync(FilePath)));
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Fields_are_named_as_documented_and_a_flat_curve_has_a_null_fit()
    {
        await AlignmentReportFile.WriteAsync(Report(4, 4), FilePath);
        var root = JsonNode.Parse(await File.ReadAllTextAsync(FilePath))!;
        Assert.Equal(2, (int)root["schemaVersion"]!);
        var curve = root["report"]!["curve"]!.AsObject();
        Assert.Equal(["al", "average", "ir", "nIr", "nR2"], curve.Select(field => field.Key));
        Assert.Null(curve["nR2"]);
        Assert.Equal("[4,4]", curve["al"]!.ToJsonString());
        Assert.Equal("Hi “you” <3 🙂", (string?)root["report"]!["cases"]![0]!["turns"]![0]!["user"]);
        Assert.Null(root["report"]!["cases"]![0]!["turns"]![2]!["score"]);
    }

    [Theory]
    [InlineData("", "dpo.json, line 1")]
    [InlineData("{\n\"schemaVersion\": 2,\n!", "dpo.json, line 3")]
    [InlineData("[]", "field schemaVersion: it is missing")]
    [InlineData("{}", "field schemaVersion: it is missing")]
    [InlineData("{\"schemaVersion\":3,\"report\":{\"new\":1}}", "field schemaVersion: 3 is not 2")]
    [InlineData("{\"schemaVersion\":\"2\"}", "field schemaVersion: \"2\" is not 2")]
    [InlineData("{\"schemaVersion\":1,\"report\":{}}", "run the benchmark again")]
    [InlineData("{\"schemaVersion\":2}", "'report'")]
    [InlineData("{\"schemaVersion\":2,\"report\":null}", "$.report")]
    [InlineData("{\"schemaVersion\":2,\"report\":{\"model\":7}}", "field $.report.model")]
    public async Task Bad_files_are_refused_by_file_and_field(string content, string expected)
    {
        await File.WriteAllTextAsync(FilePath, content);
        var error = await Assert.ThrowsAsync<DataFormatException>(() => AlignmentReportFile.ReadAsync(FilePath));
        Assert.Contains(FilePath, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Every field, left out and set to something else in turn: read as null where null is allowed, refused by name everywhere else.</summary>
    [Fact]
    public async Task No_field_may_be_missing_or_of_another_kind()
    {
        await AlignmentReportFile.WriteAsync(Report(2, 4), FilePath);
        var text = await File.ReadAllTextAsync(FilePath);
        var paths = Fields(JsonNode.Parse(text)!["report"]!).ToArray();
        Assert.True(paths.Length > 20);
        foreach (var path in paths)
        {
            foreach (var replacement in new[] { null, "{\"x\":1}" })
            {
                var root = JsonNode.Parse(text)!;
                var field = root["report"]!;
                foreach (var step in path[..^1])
                {
                    field = int.TryParse(step, out var index) ? field[index]! : field[step]!;
                }

                if (replacement is null)
                {
                    field.AsObject().Remove(path[^1]);
                }
                else
                {
                    field[path[^1]] = JsonNode.Parse(replacement);
                }

                await File.WriteAllTextAsync(FilePath, root.ToJsonString());
                var error = await Assert.ThrowsAsync<DataFormatException>(() => AlignmentReportFile.ReadAsync(FilePath));
                Assert.Contains(path[^1], error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Null_in_a_list_is_refused()
    {
        await AlignmentReportFile.WriteAsync(Report(2, 4), FilePath);
        var root = JsonNode.Parse(await File.ReadAllTextAsync(FilePath))!;
        root["report"]!["cases"]!.AsArray().Add(null);
        await File.WriteAllTextAsync(FilePath, root.ToJsonString());
        Assert.Contains("$.report.cases[1]", (await Assert.ThrowsAsync<DataFormatException>(() => AlignmentReportFile.ReadAsync(FilePath))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_write_leaves_the_old_file()
    {
        await AlignmentReportFile.WriteAsync(Report(2, 4), FilePath);
        var old = await File.ReadAllTextAsync(FilePath);
        var unwritable = Report(2, 4) with { Curve = new AlignmentCurve([double.NaN], 0, 0, 0, null) };
        await Assert.ThrowsAnyAsync<Exception>(() => AlignmentReportFile.WriteAsync(unwritable, FilePath));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AlignmentReportFile.WriteAsync(Report(4, 4), FilePath, new CancellationToken(canceled: true)));
        Assert.Equal(old, await File.ReadAllTextAsync(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
    }

    private static AlignmentReport Report(double first, double second)
    {
        ScoredTurn[] turns =
        [
            new(1, "Hi “you” <3 🙂", "Hello\nthere", new TurnScore(first, 1, 2.5, null)),
            new(2, "b", "", new TurnScore(second, null, null, null)),
            new(3, "c", "d", null) { Missing = new MissingScore(MissingScoreCause.Refusal, "I would rather not.") },
        ];
        var protocol = new EvaluationProtocol("aloe-100 v1", "0123456789abcdef", 10, "1-5", "1-0123456789abcdef", "aloe.simulation/simulated-user", "aloe.simulation/simulated-judge", 1, OpeningStyle.Free, EvaluationControl.None, 0);
        return new AlignmentReport("dpo", "simulated", protocol, AlignmentMetrics.Curve([first, second]), 1, [new ScoredCase(new BenchmarkCase("x", Persona.Create("facts", "traits")), turns)]);
    }

    private static IEnumerable<string[]> Fields(JsonNode node)
    {
        var children = node is JsonObject fields ? fields.Select(field => (Name: field.Key, field.Value))
            : node is JsonArray items ? items.Select((item, i) => (Name: $"{i}", Value: item))
            : [];
        foreach (var (name, value) in children)
        {
            if (node is JsonObject)
            {
                yield return [name];
            }

            if (value is not null)
            {
                foreach (var rest in Fields(value))
                {
                    yield return [name, .. rest];
                }
            }
        }
    }
}
