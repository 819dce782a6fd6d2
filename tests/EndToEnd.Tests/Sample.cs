namespace Aloe.Samples.EndToEnd.Tests;

/// <summary>Made-up results with known numbers.</summary>
internal static class Sample
{
    private static readonly EvaluationProtocol Protocol = new EvaluationProtocol("aloe-100 v1", "0123456789abcdef", 10, "1-5", "1-0123456789abcdef", "aloe.simulation/simulated-user", "aloe.simulation/simulated-judge", 1, OpeningStyle.Free, EvaluationControl.None, 0);

    public static readonly string[] Models = ["generic", "base", "sft", "dpo", "oracle", "dpo-no-history"];

    /// <summary>Every model, level 2 + i/2 at turn 1, rising by 0.05 a turn.</summary>
    public static IReadOnlyList<AlignmentReport> Reports(int cases = 4)
        => [.. Models.Select((model, i) => Report(model, 2 + (0.5 * i), cases))];

    public static AlignmentReport Report(string model, double first, int cases)
    {
        var al = Enumerable.Range(0, 10).Select(turn => first + (0.05 * turn)).ToArray();
        var scored = Enumerable.Range(1, cases).Select(number => new ScoredCase(
            new BenchmarkCase($"case-{number}", Persona.Create($"She keeps {number} <bees> & goats.", "She is blunt.")),
            [.. al.Select((level, turn) => new ScoredTurn(turn + 1, $"Hello {model} {number}.{turn + 1}", $"Reply {number}.{turn + 1} <b>", turn == 3 ? null : new TurnScore(level, null, null, null)))]));
        return new AlignmentReport(model, "simulated", Protocol, new AlignmentCurve(al, al.Average(), 0.05, 1.0 / 9, model == "generic" ? null : 1), cases, [.. scored]);
    }
}
