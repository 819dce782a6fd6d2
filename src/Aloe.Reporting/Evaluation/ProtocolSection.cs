using System.Globalization;
using Aloe.Reporting.Documents;

namespace Aloe.Reporting.Evaluation;

/// <summary>How scores came about.</summary>
internal static class ProtocolSection
{
    public static ReportSection Of(EvaluationProtocol protocol, string? instructions) => new(
        "Protocol",
        "Only results with the same protocol can be compared.",
        Table: new ReportTable(
            ["", ""],
            [
                ["benchmark", $"{protocol.Benchmark} ({protocol.BenchmarkHash})"],
                ["turns", Figures.Count(protocol.Turns)],
                ["scale", protocol.Scale],
                ["prompts of user and judge", protocol.Prompts],
                ["user", protocol.User],
                ["judge", protocol.Judge],
                ["times each reply was judged", Figures.Count(protocol.Rounds)],
                ["how the user begins", protocol.Opening.ToString()],
                ["what the judge was told of the user", protocol.Control == EvaluationControl.None ? "the persona" : "the persona of another case, as a control: a model that fits its user must score lower than without"],
                ["seed", protocol.Seed.ToString(CultureInfo.InvariantCulture)],
                .. instructions is null ? Array.Empty<string[]>() : [["system prompt of the model", instructions]],
            ])
        { Words = [0, 1] });
}
