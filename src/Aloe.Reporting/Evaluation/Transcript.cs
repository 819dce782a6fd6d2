using Aloe.Reporting.Documents;

namespace Aloe.Reporting.Evaluation;

/// <summary>Cases of the benchmark as conversations to read.</summary>
internal static class Transcript
{
    /// <summary>Case by case, as one model had it. Anchors are <c>case-1</c> and so on.</summary>
    public static IReadOnlyList<Conversation> Of(AlignmentReport report)
        => [.. report.Cases.Select((scored, i) => new Conversation($"case-{i + 1}", scored.Case.Id, scored.Case.Persona, [new ConversationSide(report.Model, scored.Turns)], Notes(scored, "")))];

    /// <summary>One case, as two models had it.</summary>
    public static Conversation Of(string anchor, string title, (string Model, ScoredCase Scored) first, (string Model, ScoredCase Scored) second)
        => new(
            anchor,
            title,
            first.Scored.Case.Persona,
            [new ConversationSide(first.Model, first.Scored.Turns), new ConversationSide(second.Model, second.Scored.Turns)],
            [.. Notes(first.Scored, $"{first.Model}: "), .. Notes(second.Scored, $"{second.Model}: ")]);

    private static List<string> Notes(ScoredCase scored, string before)
    {
        var notes = new List<string>();
        if (scored.JudgedAs is { } other)
        {
            notes.Add($"{before}As a control, the judge was shown the persona of {other} in the place of this one.");
        }

        if (scored.Drift is { } drift)
        {
            notes.Add(drift.Score is { } score
                ? $"{before}Did the user stay this person to the end? {Figures.Decimal(score)} on a scale from 1, somebody else, to 5, unmistakably the same."
                : $"{before}Whether the user stayed this persona is not known{(drift.Missing is { } missing ? $": {CauseText.Of(missing.Cause)}" : "")}.");
        }

        return notes;
    }
}
