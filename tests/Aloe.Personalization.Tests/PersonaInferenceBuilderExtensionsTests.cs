using Aloe.DependencyInjection;
using Aloe.Personalization.Tests.Doubles;
using Aloe.Prompts;
using Aloe.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Aloe.Personalization.Tests;

public sealed class PersonaInferenceBuilderExtensionsTests : IDisposable
{
    private readonly ScriptedChatClient _assistant = new(_ => "Nice.");
    private readonly ScriptedChatClient _inducer = new(_ => Claimed.Facts("Keeps bees."));
    private readonly InMemoryPersonaStore _store = new();

    public void Dispose()
    {
        _assistant.Dispose();
        _inducer.Dispose();
    }

    [Fact]
    public async Task APipelineNeedsNoServices()
    {
        using var client = _assistant.AsBuilder().UsePersonaInference(_inducer, _store, options => options.WaitForInference = true).Build();

        await AskTwiceAsync(client);

        Assert.Contains("fact: Keeps bees.", _assistant.Calls[1].Messages[0].Text, StringComparison.Ordinal);
        Assert.NotNull(client.GetService<PersonaInferenceChatClient>());
    }

    [Theory]
    [InlineData(AloeRoleKeys.Inducer)]
    [InlineData(AloeRoleKeys.AnyRole)]
    public async Task ServicesGiveInducerStorePromptsAndLogger(string key)
    {
        var collector = new FakeLogCollector();
        await using var services = new ServiceCollection()
            .AddKeyedSingleton<IChatClient>(key, _inducer)
            .AddSingleton<IPersonaStore>(_store)
            .AddSingleton(PromptSet.Default with { PersonaHint = "They say: {revealed}" })
            .AddSingleton<ILoggerFactory>(new LoggerFactory([new FakeLoggerProvider(collector)]))
            .BuildServiceProvider();
        using var client = _assistant.AsBuilder().UsePersonaInference(options => options.WaitForInference = true).Build(services);

        await AskTwiceAsync(client);

        Assert.Equal("They say: fact: Keeps bees.", _assistant.Calls[1].Messages[0].Text);
        Assert.Null(collector.LatestRecord.Exception);
        Assert.Equal(typeof(PersonaInferenceChatClient).FullName, collector.LatestRecord.Category);
    }

    [Fact]
    public async Task WhatIsMissingIsNamed()
    {
        await using var services = new ServiceCollection().AddSingleton<IPersonaStore>(_store).BuildServiceProvider();

        var failure = Assert.Throws<InvalidOperationException>(() => _assistant.AsBuilder().UsePersonaInference().Build(services));

        Assert.Contains("\"aloe-inducer\"", failure.Message, StringComparison.Ordinal);
    }

    private static async Task AskTwiceAsync(IChatClient client)
    {
        await client.GetResponseAsync("I keep bees", new ChatOptions().WithUser("anna"));
        await client.GetResponseAsync("And now?", new ChatOptions().WithUser("anna"));
        await client.GetService<PersonaInferenceChatClient>()!.DrainAsync();
    }
}
