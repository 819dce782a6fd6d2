using Aloe.Personalization.Tests.Doubles;
using Aloe.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Aloe.Personalization.Tests.Inference;

public sealed class InferenceQueueTests : IDisposable
{
    private static readonly ChatOptions Anna = new ChatOptions().WithUser("anna");
    private readonly GatedChatClient _inducer = new();
    private readonly InMemoryPersonaStore _store = new();
    private readonly FakeLogger<PersonaInferenceChatClient> _logger = new();

    public void Dispose() => _inducer.Dispose();

    [Fact]
    public async Task MessagesThatComeFasterThanTheInducerAreLookedAtTogether()
    {
        await using var client = Client();
        List<ChatMessage> conversation = [];
        await SayAsync(client, conversation, "One");
        var first = await _inducer.NextAsync();
        for (var number = 0; number < 5; number++)
        {
            await SayAsync(client, conversation, $"More {number}");
        }

        first.Answer(Claimed.Facts("One."));
        var second = await _inducer.NextAsync();
        second.Answer(Claimed.Facts("Two."));
        await client.DrainAsync();

        Assert.Contains("More 0", second.Text, StringComparison.Ordinal);
        Assert.Contains("More 4", second.Text, StringComparison.Ordinal);
        Assert.Contains("fact: One.", second.Text, StringComparison.Ordinal);
        Assert.Equal(6, (await _store.GetAsync("anna"))!.Turns);
        Assert.Equal(new PersonaInferenceStatistics(Inferred: 2, 0, 0, Merged: 4, 0, 0, 0), client.Statistics);
    }

    [Fact]
    public async Task AConversationIsKnownByItsLastMessagesToo()
    {
        await using var client = Client(new PersonaInferenceOptions { MaxMessages = 4 });
        List<ChatMessage> conversation = [];
        await SayAsync(client, conversation, "One");
        var first = await _inducer.NextAsync();
        for (var number = 0; number < 5; number++)
        {
            await SayAsync(client, conversation, $"More {number}");
        }

        first.Answer(Claimed.Facts());
        (await _inducer.NextAsync()).Answer(Claimed.Facts());
        await client.DrainAsync();

        Assert.Equal(4, client.Statistics.Merged);
    }

    [Fact]
    public async Task OfTooManyConversationsOfAUserTheOldestAreDropped()
    {
        await using var client = Client();
        await client.GetResponseAsync("First", Anna);
        var first = await _inducer.NextAsync();
        foreach (var number in Enumerable.Range(0, 6))
        {
            await client.GetResponseAsync($"Other {number}", Anna);
        }

        first.Answer(Claimed.Facts());
        foreach (var number in Enumerable.Range(2, 4))
        {
            var call = await _inducer.NextAsync();
            Assert.Contains($"Other {number}", call.Text, StringComparison.Ordinal);
            call.Answer(Claimed.Facts());
        }

        await client.DrainAsync();
        Assert.Equal(2, client.Statistics.Dropped);
        Assert.All(_logger.Collector.GetSnapshot().Where(line => line.Level > LogLevel.Debug), line => Assert.Equal("Too many replies wait for their inference: 1 dropped", line.Message));
    }

    [Fact]
    public async Task OfTooManyUsersTheNewestAreDropped()
    {
        await using var client = Client(new PersonaInferenceOptions { MaxConcurrency = 1, MaxWaiting = 1 });
        await client.GetResponseAsync("Anna", Anna);
        var first = await _inducer.NextAsync();
        await client.GetResponseAsync("Bert", new ChatOptions().WithUser("bert"));
        await client.GetResponseAsync("Carl", new ChatOptions().WithUser("carl"));

        Assert.True(_inducer.IsIdle);
        first.Answer(Claimed.Facts());
        var second = await _inducer.NextAsync();
        Assert.Contains("Bert", second.Text, StringComparison.Ordinal);
        second.Answer(Claimed.Facts());
        await client.DrainAsync();

        Assert.True(_inducer.IsIdle);
        Assert.Equal(1, client.Statistics.Dropped);
    }

    [Fact]
    public async Task AFailingInducerIsCountedAndLoggedWithoutItsText()
    {
        await using var client = Client();
        await client.GetResponseAsync("Secret", Anna);
        (await _inducer.NextAsync()).Fail(new InvalidOperationException("Secret of anna"));
        await client.FlushAsync("anna");
        await client.GetResponseAsync("Again", Anna);
        (await _inducer.NextAsync()).Answer(Claimed.Facts("Secret fact."));
        await client.FlushAsync("anna");

        Assert.Equal(new PersonaInferenceStatistics(Inferred: 1, Failed: 1, 0, 0, 0, 0, 0), client.Statistics);
        Assert.Equal(["An inference failed: InvalidOperationException", "A picture has become version 1: 1 facts, 0 traits, 1 turns"], Lines());
        Assert.All(_logger.Collector.GetSnapshot(), line => Assert.Null(line.Exception));
    }

    [Fact]
    public async Task AnAnswerThatCannotBeReadChangesNothing()
    {
        var picture = new UserPicture(new RevealedPersona(["Keeps bees."], []), 3, default, 7);
        await _store.SetAsync("anna", picture);
        await using var client = new PersonaInferenceChatClient(new ScriptedChatClient(_ => "Nice."), new ScriptedChatClient(_ => "I would rather not."), _store, logger: _logger);

        await client.GetResponseAsync("Hi", Anna);
        await client.FlushAsync("anna");

        Assert.Same(picture, await _store.GetAsync("anna"));
        Assert.Equal(1, client.Statistics.Unreadable);
        Assert.Equal(["The inducer's answer could not be read; the picture stays as it is"], Lines());
    }

    [Fact]
    public async Task AnInducerThatStallsIsGivenUp()
    {
        var time = new FakeTimeProvider();
        await using var client = Client(new PersonaInferenceOptions { TimeProvider = time, InferenceTimeout = TimeSpan.FromSeconds(10) });
        await client.GetResponseAsync("Hi", Anna);
        await _inducer.NextAsync();

        time.Advance(TimeSpan.FromSeconds(10));
        await client.FlushAsync("anna");

        Assert.Equal(["An inference failed: TimeoutException"], Lines());
        Assert.Equal(1, client.Statistics.Failed);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task AFailingStoreReachesNoCaller(bool failsOnGet, bool failsOnSet)
    {
        await using var client = new PersonaInferenceChatClient(
            new ScriptedChatClient(_ => "Nice."), new ScriptedChatClient(_ => Claimed.Facts("Keeps bees.")), new FailingStore(failsOnGet, failsOnSet), logger: _logger);

        Assert.Equal("Nice.", (await client.GetResponseAsync("Hi", Anna)).Text);
        await client.FlushAsync("anna");

        Assert.Equal(new PersonaInferenceStatistics(0, Failed: 1, 0, 0, 0, 0, UnreadPictures: failsOnGet ? 1 : 0), client.Statistics);
        Assert.All(_logger.Collector.GetSnapshot(), line => Assert.True(line.Exception is null && !line.Message.Contains("anna", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task DisposingLetsTheWorkEnd()
    {
        var client = Client();
        await client.GetResponseAsync("Hi", Anna);
        var open = await _inducer.NextAsync();

        var disposed = client.DisposeAsync().AsTask();
        Assert.False(disposed.IsCompleted);
        open.Answer(Claimed.Facts("Keeps bees."));
        await disposed;

        Assert.NotNull(await _store.GetAsync("anna"));
    }

    [Fact]
    public async Task DisposingAtOnceGivesTheWorkUp()
    {
        var client = Client();
        await client.GetResponseAsync("Hi", Anna);
        var open = await _inducer.NextAsync();
        await client.GetResponseAsync("Something else", Anna);

        client.Dispose();
        await client.DrainAsync();

        Assert.True(open.Token.IsCancellationRequested);
        Assert.True(_inducer.IsIdle);
        Assert.Null(await _store.GetAsync("anna"));
        Assert.Empty(Lines());
    }

    [Fact]
    public async Task WhatBelongsToTheRequestDoesNotReachTheInducer()
    {
        var ambient = new AsyncLocal<string?> { Value = "request of anna" };
        string? seen = null;
        var inducer = new ScriptedChatClient(_ =>
        {
            seen = ambient.Value ?? "nothing";
            return Claimed.Facts();
        });
        using var request = new CancellationTokenSource();
        await using var client = new PersonaInferenceChatClient(new ScriptedChatClient(_ => "Nice."), inducer, _store);

        await client.GetResponseAsync("Hi", Anna, request.Token);
        await request.CancelAsync();
        await client.FlushAsync("anna");

        Assert.Equal("nothing", seen);
        Assert.Equal(1, client.Statistics.Inferred);
    }

    [Fact]
    public async Task WaitingEndsWhenItIsCancelledAndTheWorkGoesOn()
    {
        await using var client = Client();
        await client.GetResponseAsync("Hi", Anna);
        var open = await _inducer.NextAsync();
        using var stop = new CancellationTokenSource();
        Task[] waits = [client.FlushAsync("anna", stop.Token), client.DrainAsync(stop.Token)];

        await stop.CancelAsync();

        foreach (var wait in waits)
        {
            await Assert.ThrowsAsync<TaskCanceledException>(() => wait);
        }

        open.Answer(Claimed.Facts("Keeps bees."));
        await client.FlushAsync("anna");
        Assert.NotNull(await _store.GetAsync("anna"));
    }

    private static async Task SayAsync(PersonaInferenceChatClient client, List<ChatMessage> conversation, string text)
    {
        conversation.Add(new ChatMessage(ChatRole.User, text));
        conversation.AddMessages(await client.GetResponseAsync(conversation, Anna));
    }

    private string[] Lines() => [.. _logger.Collector.GetSnapshot().Select(line => line.Message)];

    private PersonaInferenceChatClient Client(PersonaInferenceOptions? options = null)
        => new(new ScriptedChatClient(_ => "Nice."), _inducer, _store, options, _logger);
}
