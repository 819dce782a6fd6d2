using Aloe.Prompts;

namespace Aloe.Planning;

/// <summary>What a conversation adds to the prompts of those who take part in it or read it, as means over its turns.</summary>
/// <param name="turns">Turns, K.</param>
/// <param name="texts">Mean lengths of the texts.</param>
internal sealed class DialogueTokens(int turns, TextLengths texts)
{
    /// <summary>What chat formats put around a message.</summary>
    public const double PerMessage = 4;

    /// <summary>Turns behind the one that is being taken: 0, 1, … K − 1.</summary>
    private double TurnsBehind => (turns - 1) / 2.0;

    /// <summary>A prompt of one message without what is filled in.</summary>
    public double Task(string template, params string[] placeholders) => PerMessage + Template(template, placeholders);

    /// <summary>A template without what is filled in.</summary>
    public double Template(string template, params string[] placeholders)
        => texts.Of(PromptSet.Fill(template, [.. placeholders.Select(name => (name, ""))]));

    /// <summary>What the user role reads: a system message and the opening, then a message and a reply for each turn behind.</summary>
    public double UserInput(PromptSet prompts, double opening)
        => Template(prompts.User, "profile", "personality") + texts.Persona + opening
            + (TurnsBehind * (texts.UserMessage + texts.Reply)) + (PerMessage * (2 + (2 * TurnsBehind)));

    /// <summary>What whoever answers the user reads: a system message, if there is one, a message and a reply for each turn behind, and the message to answer.</summary>
    public double ReplyInput(double? system)
        => (system + PerMessage ?? 0) + (TurnsBehind * (texts.UserMessage + texts.Reply)) + texts.UserMessage + (PerMessage * (1 + (2 * TurnsBehind)));

    /// <summary>The conversation up to the message to answer, a line each.</summary>
    public double Transcript => TranscriptOf(TurnsBehind + 1, TurnsBehind);

    /// <summary>The same with the reply to it.</summary>
    public double TranscriptWithReply => TranscriptOf(TurnsBehind + 1, TurnsBehind + 1);

    /// <summary>The conversation from beginning to end.</summary>
    public double WholeTranscript => TranscriptOf(turns, turns);

    /// <summary>What is known of a person as JSON: quotation marks and a comma stand in the place of <c>fact: </c> and the line's end.</summary>
    public double RevealedAnswer
        => texts.Of("""{"facts":[],"traits":[]}""") + texts.Revealed - (texts.RevealedPassages * (texts.Of("fact: \n") - texts.Of("\"\",")));

    private double TranscriptOf(double messages, double replies)
        => (messages * (texts.Of("user: \n") + texts.UserMessage)) + (replies * (texts.Of("assistant: \n") + texts.Reply));
}
