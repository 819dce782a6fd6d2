using System.Globalization;
using Aloe.Prompts;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Doubles;

/// <summary>Everybody whom a benchmark can ask, with answers that depend on their input alone. Each prompt begins with a word of its own, by which calls are told apart.</summary>
internal sealed class ScriptedBenchmark
{
    public static readonly PromptSet Prompts = new()
    {
        User = "PLAY {profile} / {personality}",
        UserOpening = "OPEN free",
        GreetingOpening = "OPEN greeting",
        QuestionOpening = "OPEN question",
        StoryOpening = "OPEN story",
        RequestOpening = "OPEN request",
        JudgeScore = "SCORE {profile}|{personality}|{conversation}|{reply}",
        JudgeDrift = "DRIFT {profile}|{personality}|{conversation}",
        PersonaInference = "INFER {known}|{conversation}",
        PersonaMatch = "MATCH {facts}|{claimed_facts}|{traits}|{claimed_traits}",
    };

    /// <summary>Every option that asks somebody something.</summary>
    public static EvaluationOptions AllOptions => new()
    {
        Turns = 3,
        Seed = 5,
        JudgeRounds = 2,
        CheckDrift = true,
        PersonaProbe = PersonaProbe.Model,
        Opening = OpeningStyle.Mixed,
        Control = EvaluationControl.ShuffledPersonas,
    };

    public ScriptedChatClient User { get; init; } = new(call => $"message {Digest(call):x}");

    public ScriptedChatClient Model { get; init; } = new(Answer);

    public ScriptedChatClient Inducer { get; init; } = new(Answer);

    public ScriptedChatClient Judge { get; init; } = new(Answer);

    public ScriptedChatClient SecondJudge { get; init; } = new(Answer);

    public AloeRoles Roles => new() { User = Named(User, "user"), Inducer = Named(Inducer, "inducer"), Preferred = Unused, Rejected = Unused, Judge = Named(Judge, "judge") };

    public IReadOnlyList<IChatClient> FurtherJudges => [Named(SecondJudge, "second")];

    public AssistantUnderTest Assistant => new("model", Named(Model, "model")) { Instructions = "Be kind." };

    /// <summary>All calls, of whomever.</summary>
    public IEnumerable<RecordedCall> Calls => new[] { User, Model, Inducer, Judge, SecondJudge }.SelectMany(client => client.Calls);

    private static IChatClient Unused => new ScriptedChatClient(_ => throw new InvalidOperationException("not a role of the benchmark"));

    /// <summary>Profiles 1 to <paramref name="profiles"/>, each with the same three personalities.</summary>
    public static Benchmark Benchmark(int profiles = 4) => Aloe.Evaluation.AloeBenchmark.FromTexts(
        [.. Enumerable.Range(1, profiles).Select(n => $"She has {n} cats. She sews.")], ["She is shy.", "She is loud.", "She is calm."], perProfile: 3, name: "test");

    /// <summary>What a call is about: the first word of its prompt; <c>REPLY</c> for a reply of the model under test.</summary>
    public static string KindOf(RecordedCall call) => call.Messages[0].Text.Split(' ')[0] is { Length: > 0 } word && word.All(char.IsAsciiLetterUpper) ? word : "REPLY";

    /// <summary>An answer in the form that is asked for; a judge's score is unreadable now and then.</summary>
    public static string Answer(RecordedCall call) => KindOf(call) switch
    {
        "SCORE" => (Digest(call) % 7).ToString(CultureInfo.InvariantCulture),
        "DRIFT" => """{"score":4}""",
        "INFER" => """{"facts":["She has cats."],"traits":["She is calm."]}""",
        "MATCH" => """{"facts":[[1,1]],"traits":[]}""",
        _ => $"reply {Digest(call):x}",
    };

    public static IChatClient Named(IChatClient client, string model) => new NamedChatClient(client, "script", model);

    private static uint Digest(RecordedCall call) => (uint)SeededRandom.For(call.Options!.Seed!.Value, [.. call.Lines]).NextUInt64();
}
