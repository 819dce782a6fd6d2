using Aloe.Conversations;
using Aloe.Prompts;

namespace Aloe.Planning;

/// <summary>The calls of a run of conversation trees, counted before anything is sent. Values are checked when they are set.</summary>
/// <remarks>
/// Calls are exact but for what depends on answers: ties that are asked again, replies that are asked again. Tokens come from the prompt templates, whose lengths are known, the mean lengths of
/// the texts, and the conversation, which grows by a message and a reply a turn.
/// </remarks>
public sealed class TreePlan
{
    /// <summary>Trees. <value>Default: 3,000, the published number. Range: 0 to 1,000,000,000.</value></summary>
    public int Trees { get; set => field = Require.InRange(value, 0, 1_000_000_000); } = 3_000;

    /// <summary>Turns in a tree. <value>Default: 10. Range: 1 to 100.</value></summary>
    public int Turns { get; set => field = Require.InRange(value, 1, 100); } = 10;

    /// <summary>Replies of the informed responder in a turn. <value>Default: 1. Range: 0 to 100.</value></summary>
    public int InformedReplies { get; set => field = Require.InRange(value, 0, 100); } = 1;

    /// <summary>Replies of the uninformed responder in a turn. <value>Default: 1. Range: 0 to 100.</value></summary>
    public int UninformedReplies { get; set => field = Require.InRange(value, 0, 100); } = 1;

    /// <summary>Comparisons of two replies in a turn. <value>Default: 1, enough for two replies. Range: 0 to 10,000.</value></summary>
    public int Comparisons { get; set => field = Require.InRange(value, 0, 10_000); } = 1;

    /// <summary>Orders in which the judge is shown the two replies of a comparison. <value>Default: 1. Range: 1 to 2.</value></summary>
    public int JudgeOrders { get; set => field = Require.InRange(value, 1, 2); } = 1;

    /// <summary>Calls of the judge on top of those, as a share: undecided and unreadable answers are asked for again. <value>Default: 0. Range: 0 to 10.</value></summary>
    public double JudgedAgain { get; set => field = Require.InRange(value, 0, 10); }

    /// <summary>Calls of the responders on top of one for each reply, as a share: empty and rejected replies are asked for again. <value>Default: 0. Range: 0 to 10.</value></summary>
    public double RepliedAgain { get; set => field = Require.InRange(value, 0, 10); }

    /// <summary>Counts the calls of every role.</summary>
    /// <param name="lengths">Mean lengths of the texts; null means the assumptions of <see cref="TextLengths"/>.</param>
    /// <param name="prompts">The prompts; null means <see cref="PromptSet.Default"/>.</param>
    /// <returns>One entry for each role, in the order of a turn.</returns>
    public IReadOnlyList<RoleCalls> Calls(TextLengths? lengths = null, PromptSet? prompts = null)
    {
        var texts = lengths ?? new TextLengths();
        var templates = prompts ?? PromptSet.Default;
        var dialogue = new DialogueTokens(Turns, texts);
        var turns = (long)Trees * Turns;
        var informed = dialogue.ReplyInput(dialogue.Template(templates.InformedResponder, "revealed") + texts.Revealed);
        var read = texts.Persona + dialogue.Transcript;
        return
        [
            new(RoleName.User, turns, dialogue.UserInput(templates, texts.Of(templates.UserOpening)), texts.UserMessage),
            new(RoleName.Inducer, turns, dialogue.Task(templates.Inducer, "profile", "personality", "conversation") + read, dialogue.RevealedAnswer),
            new(RoleName.Preferred, Replies(turns, InformedReplies), informed, texts.Reply),
            new(RoleName.Rejected, Replies(turns, UninformedReplies), dialogue.ReplyInput(texts.Of(templates.UninformedResponder)), texts.Reply),
            new(
                RoleName.Judge,
                (long)Math.Ceiling(turns * Comparisons * JudgeOrders * (1 + JudgedAgain)),
                dialogue.Task(templates.JudgePair, "profile", "personality", "conversation", "reply_a", "reply_b") + read + (2 * texts.Reply),
                texts.Verdict),
        ];
    }

    private long Replies(long turns, int perTurn) => (long)Math.Ceiling(turns * perTurn * (1 + RepliedAgain));
}
