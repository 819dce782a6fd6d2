using Aloe.Evaluation;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Evaluation;

public sealed class LastMessageOnlyChatClientTests
{
    private static readonly ChatMessage[] Conversation =
    [
        new(ChatRole.System, "rules"), new(ChatRole.User, "first"), new(ChatRole.Assistant, "reply"), new(ChatRole.User, "last"),
    ];

    private static readonly string[] Kept = ["system: rules", "user: last"];

    [Fact]
    public async Task Inner_client_sees_system_and_last_user_message_only()
    {
        var inner = new RecordingChatClient((_, _) => "ok");
        using var client = new LastMessageOnlyChatClient(inner);
        Assert.Equal("ok", (await client.GetResponseAsync(Conversation)).Text);
        Assert.Equal("ok", string.Concat(await client.GetStreamingResponseAsync(Conversation).Select(update => update.Text).ToArrayAsync()));
        await client.GetResponseAsync([new(ChatRole.User, "same"), new(ChatRole.User, "same"), new(ChatRole.Assistant, "begun")]);
        await client.GetResponseAsync([new(ChatRole.Assistant, "nothing said")]);
        Assert.Equal([Kept, Kept, ["user: same"], []], inner.Calls.Select(call => call.Lines));
    }

    [Fact]
    public async Task Batch_goes_to_the_inner_client_in_one_call()
    {
        var inner = new RecordingBatchChatClient((messages, _) => messages[^1].Text);
        using var client = new LastMessageOnlyChatClient(inner);
        var options = new ChatOptions { Seed = 4 };
        var responses = await client.GetResponsesAsync([Conversation, [new(ChatRole.User, "other")]], options);
        Assert.Equal(["last", "other"], responses.Select(response => response.Text));
        var (conversations, seen) = Assert.Single(inner.Batches);
        Assert.Equal([Kept, ["user: other"]], conversations.Select(call => call.Lines));
        Assert.Same(options, seen);
    }

    [Fact]
    public async Task Batch_over_a_single_client_keeps_order_and_gives_each_conversation_its_own_seed()
    {
        var inner = new RecordingChatClient((messages, options) => $"{messages[^1].Text} {options!.Seed} {options.Temperature}");
        using var client = new LastMessageOnlyChatClient(inner);
        var options = new ChatOptions { Seed = 4, Temperature = 0.5f };
        var responses = await client.GetResponsesAsync([.. Enumerable.Range(0, 30).Select(n => new ChatMessage[] { new(ChatRole.User, $"{n}") })], options);
        Assert.Equal(Enumerable.Range(0, 30).Select(n => $"{n} {SeededRandom.For(4, $"{n}").NextSeed()} 0.5"), responses.Select(response => response.Text));
        Assert.Equal(4, options.Seed);
    }

    [Fact]
    public async Task Cancellation_ends_a_batch()
    {
        using var client = new LastMessageOnlyChatClient(new RecordingChatClient((_, _) => "ok"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponsesAsync([Conversation], cancellationToken: new CancellationToken(canceled: true)));
    }
}
