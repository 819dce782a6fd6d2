using Microsoft.Extensions.AI;

namespace Aloe.Torch.Tests;

/// <summary>What is asked of any chat client: cancellation, concurrency, refused input, metadata.</summary>
public sealed class TorchChatClientContractTests
{
    private static readonly ChatOptions Sampled = new() { Temperature = 0.9f, TopP = 0.95f, MaxOutputTokens = 24, Seed = 7 };

    [Fact]
    public async Task Cancellation_ends_a_generation_and_the_client_goes_on_working()
    {
        using var chat = new TinyChat();
        using var client = chat.Client();
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.GetStreamingResponseAsync([TinyChat.User("hello")], new() { MaxOutputTokens = 150, Seed = 1 }, source.Token))
            {
                await source.CancelAsync();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponseAsync([TinyChat.User("hello")], Sampled, source.Token));

        using var other = chat.Client();
        Assert.Equal((await other.GetResponseAsync([TinyChat.User("hello")], Sampled)).Text, (await client.GetResponseAsync([TinyChat.User("hello")], Sampled)).Text);
    }

    [Fact]
    public async Task A_reader_that_leaves_the_stream_early_frees_the_client()
    {
        using var chat = new TinyChat();
        using var client = chat.Client();
        await foreach (var _ in client.GetStreamingResponseAsync([TinyChat.User("hello")], Sampled))
        {
            break;
        }

        Assert.NotEmpty((await client.GetResponseAsync([TinyChat.User("hello")], Sampled)).Text);
    }

    [Fact]
    public async Task Concurrent_calls_do_not_disturb_one_another()
    {
        using var chat = new TinyChat();
        using var client = chat.Client();
        var conversations = TinyChat.Conversations(6);
        var alone = new List<string>();
        foreach (var conversation in conversations)
        {
            alone.Add((await client.GetResponseAsync(conversation, Sampled)).Text);
        }

        var together = await Task.WhenAll(conversations.Select(conversation => client.GetResponseAsync(conversation, Sampled)));

        Assert.Equal(alone, together.Select(response => response.Text));
    }

    [Fact]
    public async Task Bad_input_is_named()
    {
        using var chat = new TinyChat();
        using var client = chat.Client();
        async Task<string> Message(IEnumerable<ChatMessage> messages, ChatOptions? options = null)
            => (await Assert.ThrowsAnyAsync<ArgumentException>(() => client.GetResponseAsync(messages, options))).Message;

        Assert.Contains("no message", await Message([]), StringComparison.Ordinal);
        Assert.Contains("tool", await Message([new(ChatRole.Tool, "x")]), StringComparison.Ordinal);
        Assert.Contains("DataContent", await Message([new(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")])]), StringComparison.Ordinal);
        Assert.Contains("Temperature", await Message([TinyChat.User("x")], new() { Temperature = -1 }), StringComparison.Ordinal);
        Assert.Contains("TopP", await Message([TinyChat.User("x")], new() { TopP = 0 }), StringComparison.Ordinal);
        Assert.Contains("MaxOutputTokens", await Message([TinyChat.User("x")], new() { MaxOutputTokens = 0 }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_that_cannot_be_honoured_are_refused_by_name()
    {
        using var chat = new TinyChat();
        using var client = chat.Client();
        async Task Refused(ChatOptions options, string name)
            => Assert.Contains(name, (await Assert.ThrowsAsync<NotSupportedException>(() => client.GetResponseAsync([TinyChat.User("x")], options))).Message, StringComparison.Ordinal);

        await Refused(new() { Tools = [new HostedWebSearchTool()] }, "Tools");
        await Refused(new() { ResponseFormat = ChatResponseFormat.Json }, "ResponseFormat");
        await Refused(new() { FrequencyPenalty = 1 }, "FrequencyPenalty");
        await Refused(new() { PresencePenalty = 1 }, "PresencePenalty");
        await Refused(new() { ConversationId = "7" }, "ConversationId");
        Assert.Equal(1, (await client.GetResponseAsync([TinyChat.User("x")], new() { ResponseFormat = ChatResponseFormat.Text, MaxOutputTokens = 1, Tools = [] })).Usage!.OutputTokenCount);
    }

    [Fact]
    public void Metadata_names_provider_and_model()
    {
        using var chat = new TinyChat();
        using var client = chat.Client();
        var metadata = client.GetService<ChatClientMetadata>()!;
        Assert.Equal("aloe.torch", metadata.ProviderName);
        Assert.Equal(Path.GetFileName(chat.Folder), metadata.DefaultModelId);
        Assert.Same(client, client.GetService<IBatchChatClient>());
    }
}
