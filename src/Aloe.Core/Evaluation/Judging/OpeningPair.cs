using Aloe.Prompts;

namespace Aloe.Evaluation;

/// <summary>The replies of two models to the same first message of the same user.</summary>
internal sealed record OpeningPair(BenchmarkCase Case, string User, string First, string Second)
{
    /// <summary>The pairs that two runs have, in the order of the first; none where the messages differ or the replies do not.</summary>
    public static IReadOnlyList<OpeningPair> Of(IReadOnlyList<ScoredCase> first, IReadOnlyList<ScoredCase> second)
        => [.. first.Join(second, one => one.Case.Id, other => other.Case.Id, Of).OfType<OpeningPair>()];

    /// <summary>What the judge is asked.</summary>
    /// <param name="template">The prompt <see cref="PromptSet.JudgePair"/>.</param>
    /// <param name="swapped">The second model's reply is shown first.</param>
    public string Task(string template, bool swapped) => PromptSet.Fill(
        template,
        ("profile", Case.Persona.Profile),
        ("personality", Case.Persona.Personality),
        ("conversation", PromptSet.Transcript([new DialogueMessage(DialogueRole.User, User)])),
        ("reply_a", swapped ? Second : First),
        ("reply_b", swapped ? First : Second));

    private static OpeningPair? Of(ScoredCase one, ScoredCase other)
        => one.Case.Persona == other.Case.Persona && one.Turns is [var turn, ..] && other.Turns is [var otherTurn, ..] && turn.User == otherTurn.User && turn.Reply != otherTurn.Reply
            ? new OpeningPair(one.Case, turn.User, turn.Reply, otherTurn.Reply)
            : null;
}
