using Aloe.Randomness;

namespace Aloe.Simulation.World;

/// <summary>Questions about what somebody has told and let show so far, and the answers to them.</summary>
internal static class Questions
{
    private static readonly Grammar Grammar = new(WordTable.Load("requests"));

    /// <summary>A question and its answer.</summary>
    /// <param name="own">What the person wrote so far.</param>
    /// <param name="facts">What there is to tell.</param>
    /// <param name="random">Draws.</param>
    public static (string Question, string Answer) Write(IReadOnlyList<string> own, IReadOnlyList<Fact> facts, SeededRandom random)
        => random.NextDouble() < 0.5
            ? (Grammar.Expand("ask.told", random), Answer("told", [.. Topics(own, facts)], random))
            : (Grammar.Expand("ask.manner", random), Answer("manner", [.. Manners(own)], random));

    /// <summary>What the messages were about, in the order of telling.</summary>
    private static IEnumerable<string> Topics(IEnumerable<string> own, IReadOnlyList<Fact> facts)
        => own.SelectMany(message => FactReader.In(message, facts)).Select(fact => fact.Topic).Distinct();

    private static IEnumerable<string> Manners(IEnumerable<string> own)
        => Cues.Read(Words.Line(string.Join(' ', own))).Distinct().OrderBy(cue => cue.Dimension)
            .Select(cue => Grammar.Table[$"name.{StylePoles.Name(cue.Dimension, cue.Sign)}"][0]);

    private static string Answer(string rule, IReadOnlyList<string> items, SeededRandom random)
        => items.Count == 0 ? Grammar.Expand("unclear", random) : Grammar.Expand(rule, random, ("list", string.Join(", ", items)));
}
