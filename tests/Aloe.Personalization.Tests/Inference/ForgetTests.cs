using Aloe.Personalization.Tests.Doubles;
using Aloe.Testing;
using Microsoft.Extensions.AI;

namespace Aloe.Personalization.Tests.Inference;

public class ForgetTests
{
    private static readonly ChatOptions Anna = new ChatOptions().WithUser("anna");
    private readonly InMemoryPersonaStore _store = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnInferenceUnderWayDoesNotWriteBack(bool isStubborn)
    {
        var inducer = new GatedChatClient(isStubborn);
        await using var client = new PersonaInferenceChatClient(new ScriptedChatClient(_ => "Nice."), inducer, _store);
        await client.GetResponseAsync("I keep bees", Anna);
        var open = await inducer.NextAsync();
        await client.GetResponseAsync("I live in Rome", Anna);

        await client.ForgetAsync("anna");
        open.Answer(Claimed.Facts("Keeps bees."));
        await client.DrainAsync();

        Assert.True(open.Token.IsCancellationRequested);
        Assert.True(inducer.IsIdle);
        Assert.Null(await _store.GetAsync("anna"));
        Assert.Equal(new PersonaInferenceStatistics(0, 0, 0, 0, 0, Forgotten: 2, 0), client.Statistics);
    }

    [Fact]
    public async Task ARequestThatIsNotAnsweredYetWritesNothing()
    {
        var (assistant, inducer) = (new GatedChatClient(), new GatedChatClient());
        await using var client = new PersonaInferenceChatClient(assistant, inducer, _store);
        var reply = client.GetResponseAsync("I keep bees", Anna);
        var open = await assistant.NextAsync();

        await client.ForgetAsync("anna");
        open.Answer("Nice.");
        await reply;
        await client.DrainAsync();

        Assert.True(inducer.IsIdle);
        Assert.Null(await _store.GetAsync("anna"));
    }

    [Fact]
    public async Task OneThatBeginsAfterwardsDoes()
    {
        var inducer = new GatedChatClient(isStubborn: true);
        await using var client = new PersonaInferenceChatClient(new ScriptedChatClient(_ => "Nice."), inducer, _store);
        await client.GetResponseAsync("I keep bees", Anna);
        var stale = await inducer.NextAsync();
        await client.ForgetAsync("anna");

        await client.GetResponseAsync("I keep geese", Anna);
        Assert.True(inducer.IsIdle);
        stale.Answer(Claimed.Facts("Keeps bees."));
        (await inducer.NextAsync()).Answer(Claimed.Facts("Keeps geese."));
        await client.DrainAsync();

        Assert.Equal(["Keeps geese."], (await _store.GetAsync("anna"))!.Revealed.Facts);
    }

    [Fact]
    public async Task ForgettingWaitsForAWriteAndNotForTheInducer()
    {
        var store = new GatedStore();
        var inducer = new GatedChatClient();
        await using var client = new PersonaInferenceChatClient(new ScriptedChatClient(_ => "Nice."), inducer, store);
        await client.GetResponseAsync("I keep bees", Anna);
        (await inducer.NextAsync()).Answer(Claimed.Facts("Keeps bees."));
        await store.Writing.Task;

        var forgotten = client.ForgetAsync("anna");
        for (var yields = 0; yields < 1_000; yields++)
        {
            await Task.Yield();
        }

        Assert.False(forgotten.IsCompleted);
        Assert.False(store.IsForgotten);
        store.MayWrite.SetResult();
        await forgotten;

        Assert.True(store.IsForgotten);
    }

    [Fact]
    public async Task WhatSomebodyElseForgotIsNotWrittenBack()
    {
        var inducer = new GatedChatClient();
        await using var client = new PersonaInferenceChatClient(new ScriptedChatClient(_ => "Nice."), inducer, _store);
        await _store.SetAsync("anna", new UserPicture(new RevealedPersona(["Keeps bees."], []), 1, default, 1));
        await client.GetResponseAsync("I keep bees", Anna);
        var open = await inducer.NextAsync();

        await _store.ForgetAsync("anna");
        open.Answer(Claimed.Facts("Keeps bees."));
        await client.DrainAsync();

        Assert.Null(await _store.GetAsync("anna"));
        Assert.Equal(1, client.Statistics.Forgotten);
    }

    [Fact]
    public async Task TheOthersStay()
    {
        var inducer = new GatedChatClient();
        await using var client = new PersonaInferenceChatClient(new ScriptedChatClient(_ => "Nice."), inducer, _store);
        await client.GetResponseAsync("I keep bees", Anna);
        var open = await inducer.NextAsync();

        await client.ForgetAsync("bert");
        open.Answer(Claimed.Facts("Keeps bees."));
        await client.DrainAsync();

        Assert.NotNull(await _store.GetAsync("anna"));
    }

    private sealed class GatedStore : IPersonaStore
    {
        public TaskCompletionSource Writing { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource MayWrite { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsForgotten { get; private set; }

        public Task<UserPicture?> GetAsync(string user, CancellationToken cancellationToken = default) => Task.FromResult<UserPicture?>(null);

        public Task SetAsync(string user, UserPicture picture, CancellationToken cancellationToken = default)
        {
            Writing.SetResult();
            return MayWrite.Task;
        }

        public Task ForgetAsync(string user, CancellationToken cancellationToken = default)
        {
            IsForgotten = true;
            return Task.CompletedTask;
        }
    }
}
