using Aloe.Randomness;

namespace Aloe.Simulation.World;

/// <summary>Questions about what somebody has told and let show so far, and the answers to them.</summary>
internal static class Questions
{
    private static readonly Grammar Grammar = new(WordTable.Load("requests"));

    /// <summary>A question and its answer.</summary>
    /// <param name="own">What the person wrote so far.</param>
    /// <param name="topics">What it was about, in the order of telling.</param>
    /// <param name="random">Draws.</param>
    public static (string Question, string Answer) Write(IReadOnlyList<string> own, IReadOnlyList<string> topics, SeededRandom random)
        => random.NextDouble() < 0.5
            ? (Grammar.Expand("ask.told", random), Answer("told", topics, random))
            : (Grammar.Expand("ask.manner", random), Answer("manner", [.. Manners(own)], random));

    private static IEnumerable<string> Manners(IEnumerable<string> own)
        => Cues.Read(Words.Line(string.Join(' ', own))).Distinct().OrderBy(cue => cue.Dimension)
            .Select(cue => Grammar.Table[$"name.{StylePoles.Name(cue.Dimension, cue.Sign)}"][0]);

    private static string Answer(string rule, IReadOnlyList<string> items, SeededRandom random)
        => items.Count == 0 ? Grammar.Expand("unclear", random) : Grammar.Expand(rule, random, ("list", string.Join(", ", items)));
}
