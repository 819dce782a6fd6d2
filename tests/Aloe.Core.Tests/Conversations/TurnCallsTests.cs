using System.Globalization;
using Aloe.Conversations;
using Aloe.Core.Tests.Doubles;
using Aloe.Prompts;
using Aloe.Randomness;

namespace Aloe.Core.Tests.Conversations;

/// <summary>Which calls a conversation makes, message by message.</summary>
public sealed class TurnCallsTests
{
    private static readonly Persona Person = ScriptedRoles.Persona;

    private readonly ScriptedRoles _script = new()
    {
        User = new ScriptedChatClient("*waves* \"Hello!\"", "My bees swarmed."),
        Inducer = new ScriptedChatClient("""{"facts":[],"traits":[]}""", """Sure: {"facts":["she keeps bees"],"traits":[]}"""),
        Preferred = new ScriptedChatClient(" informed 1 ", "informed 2"),
        Rejected = new ScriptedChatClient("uninformed 1", "uninformed 2"),
    };

    private readonly ConversationTreeOptions _options = new() { Turns = 2, Seed = 5, Temperature = 0.75, PreferredTrunkProbability = 0 };

    [Fact]
    public async Task TheUserSeesItsOwnMessagesAsItsOwnAndTheTrunkReplyAsTheOtherSide()
    {
        await BuildAsync();
        var system = "system: " + PromptSet.Fill(PromptSet.Default.User, ("profile", Person.Profile), ("personality", Person.Personality));
        var opening = "user: " + PromptSet.Default.UserOpening;
        Assert.Equal([system, opening], _script.User.Calls[0].Lines);
        Assert.Equal([system, opening, "assistant: Hello!", "user: uninformed 1"], _script.User.Calls[1].Lines);
    }

    [Fact]
    public async Task TheInducerSeesTheTranscriptUpToTheLastMessage()
    {
        await BuildAsync();
        Assert.Equal(["user: " + InducerPrompt("user: Hello!")], _script.Inducer.Calls[0].Lines);
        Assert.Equal(["user: " + InducerPrompt("user: Hello!\nassistant: uninformed 1\nuser: My bees swarmed.")], _script.Inducer.Calls[1].Lines);
    }

    [Fact]
    public async Task RespondersSeeTheSameTrunkAndDifferInWhatTheyAreTold()
    {
        await BuildAsync();
        string[] trunk = ["user: Hello!", "assistant: uninformed 1", "user: My bees swarmed."];
        var told = PromptSet.Fill(PromptSet.Default.InformedResponder, ("revealed", "fact: She keeps bees."));
        Assert.Equal(["system: " + told, .. trunk], _script.Preferred.Calls[1].Lines);
        Assert.Equal(["system: " + PromptSet.Default.UninformedResponder, .. trunk], _script.Rejected.Calls[1].Lines);
    }

    [Fact]
    public async Task TheJudgeSeesPersonaTranscriptAndBothReplies()
    {
        await BuildAsync();
        var call = _script.Judge.Calls[1];
        var isInformedFirst = ScriptedRoles.IsInformedFirst(call);
        var prompt = PromptSet.Fill(
            PromptSet.Default.JudgePair,
            ("profile", Person.Profile),
            ("personality", Person.Personality),
            ("conversation", "user: Hello!\nassistant: uninformed 1\nuser: My bees swarmed."),
            ("reply_a", isInformedFirst ? "informed 2" : "uninformed 2"),
            ("reply_b", isInformedFirst ? "uninformed 2" : "informed 2"));
        Assert.Equal(["user: " + prompt], call.Lines);
    }

    [Fact]
    public async Task EveryCallHasItsOwnSeedAndTheTemperatureOfItsRole()
    {
        await BuildAsync();
        (string Role, ScriptedChatClient Client, float Temperature)[] roles =
        [
            ("user", _script.User, 0.75f), ("inducer", _script.Inducer, 0), ("preferred", _script.Preferred, 0.75f),
            ("rejected", _script.Rejected, 0.75f), ("judge", _script.Judge, 0),
        ];
        foreach (var (role, client, temperature) in roles)
        {
            for (var turn = 1; turn <= 2; turn++)
            {
                var options = client.Calls[turn - 1].Options!;
                Assert.Equal(SeededRandom.For(5, "t", turn.ToString(CultureInfo.InvariantCulture), role).NextSeed(), options.Seed);
                Assert.Equal(temperature, options.Temperature);
            }
        }
    }

    [Fact]
    public async Task TheTreeRecordsWhatHappened()
    {
        var tree = await BuildAsync();
        var nothing = RevealedPersona.Nothing;
        Turn[] expected =
        [
            new(1, "Hello!", "informed 1", "uninformed 1", ReplyKind.Rejected, ReplySource.Informed, IsTie: false, nothing),
            new(2, "My bees swarmed.", "informed 2", "uninformed 2", ReplyKind.Rejected, ReplySource.Informed, IsTie: false, new RevealedPersona(["She keeps bees."], [])),
        ];
        Assert.Equal(new ConversationTree("t", Person, expected), tree with { Turns = [.. tree.Turns.Select(turn => turn with { Notes = TurnNotes.None })] });
        Assert.All(tree.Turns, turn => Assert.Single(turn.Notes.Verdicts));
    }

    [Fact]
    public async Task PromptsCanBeReplaced()
    {
        var prompts = PromptSet.Default with { UserOpening = "Say hi." };
        await new ConversationTreeBuilder(_script.Roles, prompts).BuildAsync(new TreeRequest("t", Person), _options);
        Assert.Equal("Say hi.", _script.User.Calls[0].Messages[1].Text);
    }

    [Fact]
    public async Task BothRespondersAreAskedAtTheSameTime()
    {
        // Each answers only once the other one has been asked: one after the other, this would never end.
        var preferredAsked = new TaskCompletionSource();
        var rejectedAsked = new TaskCompletionSource();
        var script = new ScriptedRoles
        {
            Preferred = Waiting(preferredAsked, rejectedAsked, "informed"),
            Rejected = Waiting(rejectedAsked, preferredAsked, "uninformed"),
        };
        var tree = await new ConversationTreeBuilder(script.Roles)
            .BuildAsync(new TreeRequest("t", Person), new ConversationTreeOptions { Turns = 1 }).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("informed", tree.Turns[0].Preferred);
    }

    private static ScriptedChatClient Waiting(TaskCompletionSource asked, TaskCompletionSource other, string answer)
        => new(async (_, _) =>
        {
            asked.TrySetResult();
            await other.Task;
            return ScriptedChatClient.Response(answer);
        });

    private static string InducerPrompt(string conversation)
        => PromptSet.Fill(PromptSet.Default.Inducer, ("profile", Person.Profile), ("personality", Person.Personality), ("conversation", conversation));

    private Task<ConversationTree> BuildAsync() => new ConversationTreeBuilder(_script.Roles).BuildAsync(new TreeRequest("t", Person), _options);
}
