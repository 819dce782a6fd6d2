using Aloe.Conversations;
using Aloe.Prompts;

namespace Aloe.Planning;

/// <summary>The calls of a benchmark run for one model, counted before anything is sent. Values are checked when they are set.</summary>
/// <remarks>
/// Calls are exact but for what depends on answers: user messages and judgements that are asked again, answers on the persona that are asked again, and readings of the persona that claim nothing and need no judge.
/// What <see cref="AssistantUnderTest.ForCase"/> asks besides is not counted.
/// </remarks>
public sealed class EvaluationPlan
{
    /// <summary>Cases. <value>Default: 100, those of <see cref="Evaluation.AloeBenchmark.Aloe100"/>. Range: 0 to 1,000,000.</value></summary>
    public int Cases { get; set => field = Require.InRange(value, 0, 1_000_000); } = 100;

    /// <summary>Turns of a conversation. <value>Default: 10. Range: 1 to 100.</value></summary>
    public int Turns { get; set => field = Require.InRange(value, 1, 100); } = 10;

    /// <summary>Judges beside the first. <value>Default: 0. Range: 0 to 100.</value></summary>
    public int FurtherJudges { get; set => field = Require.InRange(value, 0, 100); }

    /// <summary>Times that each judge is asked about each reply. <value>Default: 1. Range: 1 to 10.</value></summary>
    public int JudgeRounds { get; set => field = Require.InRange(value, 1, 10); } = 1;

    /// <summary>Judgements on top of those, as a share: unreadable answers are asked for again. <value>Default: 0. Range: 0 to 10.</value></summary>
    public double JudgedAgain { get; set => field = Require.InRange(value, 0, 10); }

    /// <summary>Whether it is checked that users stay who they are. <value>Default: false.</value></summary>
    public bool CheckDrift { get; set; }

    /// <summary>Who is asked after each turn who the user is. <value>Default: nobody.</value></summary>
    public PersonaProbe PersonaProbe { get; set => field = Require.Defined(value); }

    /// <summary>How the user begins. <value>Default: <see cref="OpeningStyle.Free"/>.</value></summary>
    public OpeningStyle Opening { get; set => field = Require.Defined(value); }

    /// <summary>System prompt of the model under test; null for none. <value>Default: null.</value></summary>
    public string? Instructions { get; set; }

    /// <summary>The plan of an evaluation.</summary>
    /// <param name="assistant">The model under test; of its system prompts, <see cref="AssistantUnderTest.Instructions"/> is counted.</param>
    /// <param name="benchmark">The cases.</param>
    /// <param name="options">The options.</param>
    /// <param name="furtherJudges">Judges beside the first.</param>
    public static EvaluationPlan Of(AssistantUnderTest assistant, Benchmark benchmark, EvaluationOptions options, int furtherJudges = 0)
    {
        ArgumentNullException.ThrowIfNull(assistant);
        ArgumentNullException.ThrowIfNull(benchmark);
        ArgumentNullException.ThrowIfNull(options);
        return new EvaluationPlan
        {
            Cases = benchmark.Cases.Count,
            Turns = options.Turns,
            FurtherJudges = furtherJudges,
            JudgeRounds = options.JudgeRounds,
            CheckDrift = options.CheckDrift,
            PersonaProbe = options.PersonaProbe,
            Opening = options.Opening,
            Instructions = assistant.Instructions,
        };
    }

    /// <summary>Counts the calls of every role.</summary>
    /// <param name="lengths">Mean lengths of the texts; null means the assumptions of <see cref="TextLengths"/>.</param>
    /// <param name="prompts">The prompts; null means <see cref="PromptSet.Default"/>.</param>
    /// <returns>One entry for each role that is asked.</returns>
    public IReadOnlyList<RoleCalls> Calls(TextLengths? lengths = null, PromptSet? prompts = null)
    {
        var texts = lengths ?? new TextLengths();
        var templates = prompts ?? PromptSet.Default;
        var dialogue = new DialogueTokens(Turns, texts);
        var turns = (long)Cases * Turns;
        var probed = PersonaProbe == PersonaProbe.None ? 0 : turns;
        var scores = new RoleCalls(
            RoleName.Judge,
            (long)Math.Ceiling(turns * JudgeRounds * (1 + JudgedAgain)),
            dialogue.Task(templates.JudgeScore, "profile", "personality", "conversation", "reply") + texts.Persona + dialogue.Transcript + texts.Reply,
            texts.Scores);
        var inference = new RoleCalls(
            RoleName.Inducer, probed, dialogue.Task(templates.PersonaInference, "known", "conversation") + dialogue.TranscriptWithReply, dialogue.RevealedAnswer);
        var match = new RoleCalls(
            RoleName.Judge,
            probed,
            dialogue.Task(templates.PersonaMatch, "facts", "claimed_facts", "traits", "claimed_traits") + texts.Persona + texts.Revealed,
            texts.Of("""{"facts":[],"traits":[]}""") + (texts.RevealedPassages * texts.Of("[1,2],")));
        var drift = new RoleCalls(
            RoleName.Judge, CheckDrift ? Cases : 0, dialogue.Task(templates.JudgeDrift, "profile", "personality", "conversation") + texts.Persona + dialogue.WholeTranscript, texts.Verdict);
        var replies = new RoleCalls(RoleName.Assistant, turns, dialogue.ReplyInput(Instructions is null ? null : texts.Of(Instructions)), texts.Reply);
        RoleCalls[] all =
        [
            new(RoleName.User, turns, dialogue.UserInput(templates, OpeningLength(texts, templates)), texts.UserMessage),
            PersonaProbe == PersonaProbe.Model ? Together(replies, inference) : replies,
            Together(scores, match, drift),
            .. Enumerable.Range(1, FurtherJudges).Select(index => scores with { Role = RoleName.JudgeAt(index) }),
            PersonaProbe == PersonaProbe.Inducer ? inference : inference with { Calls = 0 },
        ];
        return [.. all.Where(role => role.Calls > 0)];
    }

    private double OpeningLength(TextLengths texts, PromptSet prompts) => Opening == OpeningStyle.Mixed
        ? PromptSet.MixedOpenings.Average(style => texts.Of(prompts.Opening(style)))
        : texts.Of(prompts.Opening(Opening));

    /// <summary>Calls of different kinds that one role gets.</summary>
    private static RoleCalls Together(params RoleCalls[] kinds)
    {
        var calls = kinds.Sum(kind => kind.Calls);
        return calls == 0
            ? kinds[0]
            : new RoleCalls(kinds[0].Role, calls, kinds.Sum(kind => kind.Calls * kind.InputTokens) / calls, kinds.Sum(kind => kind.Calls * kind.OutputTokens) / calls);
    }
}
