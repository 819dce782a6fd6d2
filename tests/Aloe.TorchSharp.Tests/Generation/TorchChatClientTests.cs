using Microsoft.Extensions.AI;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

public sealed class TorchChatClientTests
{
    private static readonly ChatOptions Sampled = new() { Temperature = 0.9f, TopP = 0.95f, MaxOutputTokens = 24, Seed = 7 };

    [Fact]
    public async Task Greedy_replies_equal_decoding_without_cache_or_batch()
    {
        using var chat = new TinyChat();
        using var client = chat.Client();
        using var model = chat.Model();
        var conversations = TinyChat.Conversations(7);

        var responses = await client.GetResponsesAsync(conversations, new() { Temperature = 0, MaxOutputTokens = 20 });

        var expected = conversations.Select(conversation => Greedy(model, chat.Tokenizer, conversation, 20)).ToArray();
        Assert.Equal(expected.Select(tokens => chat.Tokenizer.Decode(tokens)), responses.Select(response => response.Text));
        Assert.Equal(expected.Select(tokens => (long?)tokens.Length), responses.Select(response => response.Usage!.OutputTokenCount));
    }

    [Fact]
    public async Task Greedy_replies_on_a_gpu_are_those_of_the_cpu()
    {
        Gpu.SkipWithout();
        using var chat = new TinyChat();
        using var client = chat.Client();
        using var model = DecoderModel.Load(chat.Folder, CUDA, ScalarType.Float32);
        using var onGpu = new TorchChatClient(model, chat.Tokenizer, "gpu");
        var conversations = TinyChat.Conversations(7);
        var greedy = new ChatOptions { Temperature = 0, MaxOutputTokens = 20 };

        var expected = await client.GetResponsesAsync(conversations, greedy);
        var responses = await onGpu.GetResponsesAsync(conversations, greedy);

        Assert.Equal(expected.Select(response => response.Text), responses.Select(response => response.Text));
    }

    [Fact]
    public async Task A_reply_does_not_depend_on_the_rest_of_its_batch()
    {
        using var chat = new TinyChat();
        using var client = chat.Client();
        var conversations = TinyChat.Conversations(9);

        var all = await client.GetResponsesAsync(conversations, Sampled);
        var first = await client.GetResponseAsync(conversations[0], Sampled);
        var some = await client.GetResponsesAsync([conversations[0], conversations[1], conversations[2]], Sampled);

        Assert.Equal(all[0].Text, first.Text);
        Assert.Equal(all.Take(3).Select(response => response.Text), some.Select(response => response.Text));
        Assert.True(all.Select(response => response.Text).Distinct().Count() > 5, "every conversation must be drawn by itself");
    }

    [Fact]
    public async Task Continued_conversations_reuse_the_cache_and_give_the_same_replies()
    {
        using var chat = new TinyChat(maxPositions: 1024);
        using var model = chat.Model();
        using var decoder = new BatchDecoder(model, chat.Tokenizer);
        using var client = chat.Client();
        var conversations = TinyChat.Conversations(20).Select(conversation => conversation.ToList()).ToList();
        var before = 0;
        for (var turn = 0; turn < 4; turn++)
        {
            using var fresh = chat.Client();
            var expected = await fresh.GetResponsesAsync(conversations, Sampled);
            var actual = await client.GetResponsesAsync(conversations, Sampled);
            Assert.Equal(expected.Select(response => response.Text), actual.Select(response => response.Text));

            var replies = conversations.Select(conversation => new Reply(Prompt.Build(conversation, null, chat.Tokenizer, 1000), 24, new((ulong)turn), [])).ToArray();
            decoder.Run(replies, new Sampling(0.9, 0.95), null, default);
            Assert.InRange(decoder.ReusedTokens, before, turn == 0 ? 0 : int.MaxValue); // At least all that was prompt before.
            before = replies.Sum(reply => reply.Prompt.Length);
            for (var i = 0; i < conversations.Count; i++)
            {
                conversations[i].Add(TinyChat.Assistant(actual[i].Text));
                conversations[i].Add(TinyChat.User($"and then {turn}?"));
            }
        }
    }

    [Fact]
    public async Task Streaming_gives_the_same_text_piece_by_piece()
    {
        using var chat = new TinyChat();
        using var client = chat.Client();
        foreach (var seed in Enumerable.Range(0, 5))
        {
            var options = new ChatOptions { Temperature = 1, MaxOutputTokens = 40, Seed = seed };
            var whole = await client.GetResponseAsync([TinyChat.User("hello")], options);
            var updates = await client.GetStreamingResponseAsync([TinyChat.User("hello")], options).ToListAsync();
            var streamed = updates.ToChatResponse();

            Assert.Equal(whole.Text, streamed.Text);
            Assert.Equal(whole.Usage!.OutputTokenCount, streamed.Usage!.OutputTokenCount);
            Assert.Equal(whole.FinishReason, streamed.FinishReason);
            Assert.True(updates.Count > whole.Usage.OutputTokenCount / 3, "the text must not come in one piece");
        }
    }

    [Fact]
    public async Task A_stop_sequence_ends_the_text_before_it_also_in_the_stream()
    {
        using var chat = new TinyChat();
        using var client = chat.Client();
        var free = await client.GetResponseAsync([TinyChat.User("hello")], Sampled);
        var stop = free.Text.Substring(free.Text.Length / 2, 2);
        var options = Sampled.Clone();
        options.StopSequences = ["\u0001\u0002never", stop];

        var stopped = await client.GetResponseAsync([TinyChat.User("hello")], options);
        var streamed = await client.GetStreamingResponseAsync([TinyChat.User("hello")], options).ToChatResponseAsync();

        Assert.Equal(free.Text[..free.Text.IndexOf(stop, StringComparison.Ordinal)], stopped.Text);
        Assert.Equal(ChatFinishReason.Stop, stopped.FinishReason);
        Assert.Equal(stopped.Text, streamed.Text);
    }

    [Fact]
    public async Task Seeds_decide_the_reply()
    {
        using var chat = new TinyChat();
        using var client = chat.Client();
        var texts = new List<string>();
        foreach (var seed in new long[] { 1, 2, 3, 1 })
        {
            texts.Add((await client.GetResponseAsync([TinyChat.User("hello")], new() { Seed = seed, MaxOutputTokens = 16 })).Text);
        }

        Assert.Equal(texts[0], texts[3]);
        Assert.Equal(3, texts.Distinct().Count());
    }

    [Fact]
    public async Task More_conversations_than_fit_one_batch_are_answered_in_order()
    {
        using var chat = new TinyChat();
        using var client = chat.Client();
        var conversations = TinyChat.Conversations(150);
        var options = new ChatOptions { Temperature = 0, MaxOutputTokens = 3 };

        var responses = await client.GetResponsesAsync(conversations, options);

        Assert.Equal(150, responses.Count);
        Assert.Equal((await client.GetResponseAsync(conversations[140], options)).Text, responses[140].Text);
        Assert.Empty(await client.GetResponsesAsync([], options));
    }

    [Fact]
    public async Task A_conversation_that_is_too_long_loses_its_oldest_turns_but_not_the_system_message()
    {
        using var chat = new TinyChat(maxPositions: 96);
        using var client = chat.Client();
        ChatMessage system = new(ChatRole.System, "be kind");
        List<ChatMessage> messages = [system];
        for (var i = 0; i < 12; i++)
        {
            messages.AddRange([TinyChat.User($"the fox {i}"), TinyChat.Assistant($"the dog {i}")]);
        }

        messages.Add(TinyChat.User("and the end?"));
        var options = new ChatOptions { Temperature = 0, MaxOutputTokens = 50 };
        var response = await client.GetResponseAsync(messages, options);

        Assert.True(response.Usage!.TotalTokenCount <= 96);
        Assert.InRange(response.Usage.InputTokenCount!.Value, 50, 72); // A quarter of the positions is kept for the reply.
        var kept = Enumerable.Range(1, 12).Select(dropped => Prompt.Build([system, .. messages.Skip(1 + (2 * dropped))], null, chat.Tokenizer, 1000)).First(prompt => prompt.Length <= 72);
        Assert.Equal(kept, Prompt.Build(messages, null, chat.Tokenizer, 72));
        Assert.Equal((await client.GetResponseAsync(messages, options)).Text, response.Text);
        var tooLong = await Assert.ThrowsAsync<ArgumentException>(() => client.GetResponseAsync([TinyChat.User(new string('z', 200))], options));
        Assert.Contains("room for 72", tooLong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_that_goes_on_turn_by_turn_computes_only_what_is_new()
    {
        using var chat = new TinyChat(maxPositions: 1024);
        using var client = chat.Client();
        List<ChatMessage> messages = [new(ChatRole.System, "be kind"), TinyChat.User("hello")];
        long known = 0;
        for (var turn = 0; turn < 5; turn++)
        {
            var response = await client.GetResponseAsync(messages, new() { Temperature = 0, MaxOutputTokens = 12 });
            var usage = response.Usage!;
            Assert.Equal(usage.InputTokenCount + usage.OutputTokenCount, usage.TotalTokenCount);
            Assert.InRange(usage.CachedInputTokenCount!.Value, known, turn == 0 ? 0 : usage.InputTokenCount!.Value - 1);
            known = usage.InputTokenCount!.Value; // At least all that was prompt before.
            messages.AddRange([TinyChat.Assistant(response.Text), TinyChat.User($"and then {turn}?")]);
        }

        // Another conversation shares no more than the beginning.
        var other = await client.GetResponseAsync([TinyChat.User("fox")], new() { Temperature = 0, MaxOutputTokens = 2 });
        Assert.True(other.Usage!.CachedInputTokenCount <= 2);
    }

    [Fact]
    public async Task Every_end_token_of_the_files_ends_a_reply()
    {
        using var chat = new TinyChat();
        using var model = chat.Model();
        var tokens = Greedy(model, chat.Tokenizer, [TinyChat.User("hello")], 20);
        var end = tokens[tokens.Length / 2];
        var at = Array.IndexOf(tokens, end);
        File.WriteAllText(Path.Combine(chat.Folder, "generation_config.json"), $$"""{"eos_token_id":[4,{{end}}]}""");
        using var client = chat.Client();
        var ended = await client.GetResponseAsync([TinyChat.User("hello")], new() { Temperature = 0, MaxOutputTokens = 20 });

        Assert.Equal(at + 1, ended.Usage!.OutputTokenCount);
        Assert.Equal(ChatFinishReason.Stop, ended.FinishReason);
        Assert.Equal(chat.Tokenizer.Decode(tokens.AsSpan(0, at)), ended.Text);
    }

    [Fact]
    public async Task One_candidate_is_the_best_token()
    {
        using var chat = new TinyChat();
        using var client = chat.Client();
        var best = await client.GetResponseAsync([TinyChat.User("hello")], new() { Temperature = 0, MaxOutputTokens = 16 });
        var drawn = await client.GetResponseAsync([TinyChat.User("hello")], new() { Temperature = 2, TopK = 1, TopP = 0.5f, MaxOutputTokens = 16, Seed = 3 });
        Assert.Equal(best.Text, drawn.Text);
    }

    /// <summary>The slow way: the whole sequence again for every token.</summary>
    private static int[] Greedy(DecoderModel model, ChatTokenizer tokenizer, IEnumerable<ChatMessage> conversation, int maxTokens)
    {
        using var inference = inference_mode();
        List<int> tokens = [.. Prompt.Build(conversation, null, tokenizer, 1000)];
        var start = tokens.Count;
        while (tokens.Count - start < maxTokens && (tokens.Count == start || tokens[^1] != tokenizer.EndOfTurn))
        {
            var logits = TinyModels.Logits(model, [.. tokens], [.. Enumerable.Range(0, tokens.Count)])[^1];
            tokens.Add(Enumerable.Range(0, logits.Length).Where(id => id == tokenizer.EndOfTurn || !tokenizer.Special.Contains(id)).MaxBy(id => logits[id]));
        }

        return [.. tokens.Skip(start)];
    }
}
