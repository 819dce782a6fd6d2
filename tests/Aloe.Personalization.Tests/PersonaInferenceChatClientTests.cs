using Aloe.Personalization.Tests.Doubles;
using Aloe.Prompts;
using Aloe.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace Aloe.Personalization.Tests;

public sealed class PersonaInferenceChatClientTests : IDisposable
{
    private static readonly ChatOptions Anna = new ChatOptions { Temperature = 0.5f }.WithUser("anna");
    private readonly ScriptedChatClient _assistant = new(_ => "Nice.");
    private readonly InMemoryPersonaStore _store = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 5, 1, 0, 0, 0, TimeSpan.Zero));

    public void Dispose() => _assistant.Dispose();

    [Fact]
    public async Task TheModelIsToldOfTheUserAfterTheAppsOwnSystemMessages()
    {
        await using var client = Client(new ScriptedChatClient(Claimed.Of(["Keeps bees."], ["Likes short answers."]), Claimed.Facts("Keeps bees.")));
        await client.GetResponseAsync("I keep bees", Anna);
        await client.FlushAsync("anna");
        ChatMessage[] messages = [new(ChatRole.System, "Be kind."), new(ChatRole.System, "Speak English."), new(ChatRole.User, "Hi"), new(ChatRole.System, "It is late.")];

        await client.GetResponseAsync(messages, Anna);

        var sent = _assistant.Calls[1].Messages;
        Assert.Equal(messages, [sent[0], sent[1], sent[3], sent[4]]);
        Assert.Equal(ChatRole.System, sent[2].Role);
        Assert.Equal(PromptSet.Fill(PromptSet.Default.PersonaHint, ("revealed", "fact: Keeps bees.\ntrait: Likes short answers.")), sent[2].Text);
    }

    [Fact]
    public async Task ThePictureSaysHowItCameAbout()
    {
        await using var client = Client(new ScriptedChatClient(Claimed.Facts("Keeps bees."), Claimed.Of(["Keeps bees."], ["Jokes."])));
        await client.GetResponseAsync("I keep bees", Anna);
        await client.FlushAsync("anna");
        _time.Advance(TimeSpan.FromHours(1));
        await client.GetResponseAsync("I am joking", Anna);
        await client.FlushAsync("anna");

        Assert.Equal(new UserPicture(new RevealedPersona(["Keeps bees."], ["Jokes."]), 2, new DateTimeOffset(2030, 5, 1, 1, 0, 0, TimeSpan.Zero), 2), await _store.GetAsync("anna"));
        Assert.Equal(new PersonaInferenceStatistics(2, 0, 0, 0, 0, 0, 0), client.Statistics);
    }

    [Fact]
    public async Task TheProviderDoesNotSeeTheUsersId()
    {
        await using var client = Client(new ScriptedChatClient(_ => Claimed.Facts()));
        var options = Anna.Clone();
        options.AdditionalProperties!["other"] = 1;

        await client.GetResponseAsync("Hi", options);
        await client.GetStreamingResponseAsync("Hi", Anna).ToChatResponseAsync();
        await client.GetResponseAsync("Hi", new ChatOptions { AdditionalProperties = new() { ["aloe.user"] = 7 } });

        Assert.Equal(["other"], _assistant.Calls[0].Options!.AdditionalProperties!.Keys);
        Assert.Equal(0.5f, _assistant.Calls[0].Options!.Temperature);
        Assert.Null(_assistant.Calls[1].Options!.AdditionalProperties);
        Assert.Null(_assistant.Calls[2].Options!.AdditionalProperties);
        Assert.Equal("anna", options.GetUser());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public async Task WithoutAUserNothingIsInferredStoredOrHinted(string? user)
    {
        var inducer = new ScriptedChatClient();
        var store = new FailingStore(failsOnGet: true, failsOnSet: true);
        await using var client = new PersonaInferenceChatClient(_assistant, inducer, store, new PersonaInferenceOptions { UserOf = (_, _) => user });
        ChatMessage[] messages = [new(ChatRole.System, "Be kind."), new(ChatRole.User, "Hi")];

        await client.GetResponseAsync(messages, Anna);
        await client.GetStreamingResponseAsync(messages).ToChatResponseAsync();
        await client.DrainAsync();

        Assert.Empty(inducer.Calls);
        Assert.All(_assistant.Calls, call => Assert.Equal(messages, call.Messages));
        Assert.Equal(new PersonaInferenceStatistics(0, 0, 0, 0, 0, 0, 0), client.Statistics);
    }

    [Fact]
    public async Task TheInducerSeesOnlyWhatUserAndAssistantSaid()
    {
        var inducer = new ScriptedChatClient(_ => Claimed.Facts());
        await using var client = Client(inducer);
        await client.GetResponseAsync(
            [
                new(ChatRole.System, "SECRET1"),
                new(ChatRole.User, "I keep bees"),
                new(ChatRole.Assistant, [new FunctionCallContent("1", "SECRET2"), new TextReasoningContent("SECRET3")]),
                new(ChatRole.Tool, [new FunctionResultContent("1", "SECRET4"), new TextContent("SECRET5")]),
                new(ChatRole.User, [new TextContent("Look"), new DataContent(new byte[] { 1 }, "image/png") { Name = "SECRET6" }]) { AuthorName = "SECRET7" },
                new(new ChatRole("developer"), "SECRET8"),
            ],
            Anna);
        await client.DrainAsync();

        var prompt = Assert.Single(inducer.Calls);
        var text = string.Join('\n', prompt.Messages.Select(message => message.Text));
        Assert.Contains("user: I keep bees\nuser: Look\nassistant: Nice.\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal);
        Assert.Null(prompt.Options?.AdditionalProperties);
    }

    [Fact]
    public async Task AConversationWithoutTheUsersWordsIsNotLookedAt()
    {
        var inducer = new ScriptedChatClient();
        await using var client = Client(inducer);

        await client.GetResponseAsync([new(ChatRole.System, "Greet."), new(ChatRole.User, "\u200B")], Anna);
        await client.DrainAsync();

        Assert.Empty(inducer.Calls);
    }

    [Fact]
    public async Task AStreamIsLookedAtWhenItHasEnded()
    {
        var inducer = new GatedChatClient();
        await using var client = Client(inducer);
        await using (var left = client.GetStreamingResponseAsync("I keep geese", Anna).GetAsyncEnumerator())
        {
            Assert.True(await left.MoveNextAsync());
        }

        await client.DrainAsync();
        Assert.True(inducer.IsIdle);

        var reply = await client.GetStreamingResponseAsync("I keep bees", Anna).ToChatResponseAsync();
        var call = await inducer.NextAsync();
        call.Answer(Claimed.Facts("Keeps bees."));
        await client.FlushAsync("anna");
        await client.GetStreamingResponseAsync("And now?", Anna).ToChatResponseAsync();
        (await inducer.NextAsync()).Answer(Claimed.Facts("Keeps bees."));

        Assert.Equal("Nice.", reply.Text);
        Assert.Contains("user: I keep bees\nassistant: Nice.", call.Text, StringComparison.Ordinal);
        Assert.Contains("fact: Keeps bees.", _assistant.Calls[2].Messages[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RepliesDoNotWaitForTheInducer()
    {
        var inducer = new GatedChatClient();
        await using var client = Client(inducer);
        await client.GetResponseAsync("One", Anna);
        var blocked = await inducer.NextAsync();

        await client.GetResponseAsync("Two", Anna);
        await client.GetStreamingResponseAsync("Three", Anna).ToChatResponseAsync();

        Assert.False(blocked.Task.IsCompleted);
        Assert.Equal(3, _assistant.Calls.Count);
        Assert.True(inducer.IsIdle);
        blocked.Answer(Claimed.Facts());
        (await inducer.NextAsync()).Answer(Claimed.Facts());
        (await inducer.NextAsync()).Answer(Claimed.Facts());
    }

    [Fact]
    public async Task ARequestWaitsForThePictureIfItIsTold()
    {
        var inducer = new GatedChatClient();
        await using var client = Client(inducer, options => options.WaitForInference = true);
        await client.GetResponseAsync("I keep bees", Anna);
        var open = await inducer.NextAsync();

        var second = client.GetResponseAsync("And now?", Anna);
        await client.GetResponseAsync("Who are you?", new ChatOptions().WithUser("bert"));
        Assert.Equal(2, _assistant.Calls.Count);
        (await inducer.NextAsync()).Answer(Claimed.Facts());
        open.Answer(Claimed.Facts("Keeps bees."));
        await second;

        Assert.Contains("fact: Keeps bees.", _assistant.Calls[2].Messages[0].Text, StringComparison.Ordinal);
        (await inducer.NextAsync()).Answer(Claimed.Facts());
    }

    [Fact]
    public async Task ACallThatFailsIsNotLookedAt()
    {
        var inducer = new ScriptedChatClient();
        await using var client = new PersonaInferenceChatClient(new ScriptedChatClient(), inducer, _store);

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetResponseAsync("Hi", Anna));
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetStreamingResponseAsync("Hi", Anna).ToChatResponseAsync());
        await client.DrainAsync();

        Assert.Empty(inducer.Calls);
    }

    [Fact]
    public async Task TheNumberAndLengthOfClaimsIsLimited()
    {
        var inducer = new ScriptedChatClient(_ => Claimed.Of(["One.", "Two.", "Three.", "three.", new string('x', 30)], ["A.", "B."]));
        await using var client = Client(inducer, options => (options.MaxFacts, options.MaxTraits, options.MaxLength) = (3, 1, 20));
        await client.GetResponseAsync("Hi", Anna);
        await client.DrainAsync();

        Assert.Equal(new RevealedPersona(["Two.", "Three.", new string('x', 19) + "…"], ["B."]), (await _store.GetAsync("anna"))!.Revealed);
    }

    [Fact]
    public async Task TheInducerIsShownTheLastMessagesCutToLength()
    {
        var inducer = new ScriptedChatClient(_ => Claimed.Facts());
        await using var client = Client(inducer, options => (options.MaxMessages, options.MaxMessageLength) = (2, 100));
        await client.GetResponseAsync([new(ChatRole.User, "First"), new(ChatRole.User, new string('y', 101))], Anna);
        await client.DrainAsync();

        var text = inducer.Calls[0].Messages[0].Text;
        Assert.DoesNotContain("First", text, StringComparison.Ordinal);
        Assert.Contains($"user: {new string('y', 99)}…\nassistant: Nice.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeedsFollowFromUserAndVersion()
    {
        var seeds = new List<long?>();
        foreach (var user in (string[])["anna", "anna", "bert"])
        {
            var inducer = new ScriptedChatClient(_ => Claimed.Facts("Keeps bees."));
            await using var client = new PersonaInferenceChatClient(_assistant, inducer, new InMemoryPersonaStore(), new PersonaInferenceOptions { Seed = 5, WaitForInference = true });
            await client.GetResponseAsync("Hi", new ChatOptions().WithUser(user));
            await client.GetResponseAsync("Hi", new ChatOptions().WithUser(user));
            await client.DrainAsync();
            seeds.AddRange(inducer.Calls.Select(call => call.Options?.Seed));
        }

        Assert.Equal(seeds[..2], seeds[2..4]);
        Assert.Equal(4, seeds.Distinct().Count());
        Assert.DoesNotContain(null, seeds);
    }

    [Fact]
    public void OptionsAreCheckedWhenTheyAreSet()
    {
        var options = new PersonaInferenceOptions();

        Assert.StartsWith("MaxFacts must be between 1 and 200; it was 0.", Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxFacts = 0).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxTraits = 201);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxLength = 19);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxMessages = 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxMessageLength = 99);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxConcurrency = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxWaiting = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.InferenceTimeout = TimeSpan.Zero);
        Assert.Throws<ArgumentNullException>(() => options.UserOf = null!);
        Assert.Throws<ArgumentException>(() => Anna.WithUser(" "));
    }

    private PersonaInferenceChatClient Client(IChatClient inducer, Action<PersonaInferenceOptions>? configure = null)
    {
        var options = new PersonaInferenceOptions { TimeProvider = _time };
        configure?.Invoke(options);
        return new PersonaInferenceChatClient(_assistant, inducer, _store, options);
    }
}
