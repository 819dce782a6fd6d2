using System.Text;
using System.Text.Json;
using Aloe.Testing;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware.Tests.Testing;

public class FaultInjectingServerTests
{
    private static readonly FaultOptions NoFaults = new() { Share = 0 };

    [Fact]
    public async Task TheClientBehindTheServerSeesWhatWasAskedAndItsAnswerArrives()
    {
        var behind = new ScriptedChatClient((_, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "Grüße, \"you\"\n"))
        {
            Usage = new UsageDetails { InputTokenCount = 3, OutputTokenCount = 4, TotalTokenCount = 7 },
        }));
        await using var server = await FaultInjectingServer.StartAsync(behind, NoFaults);
        using var client = Doubles.OpenAIClients.For(server);

        var response = await client.GetResponseAsync(
            [new(ChatRole.System, "Be kind."), new(ChatRole.User, "Hello"), new(ChatRole.Assistant, "Hi"), new(ChatRole.User, "ü")],
            new ChatOptions { Seed = 5_000_000_000, Temperature = 0.5f, MaxOutputTokens = 9, ResponseFormat = ChatResponseFormat.Json });

        Assert.Equal(("Grüße, \"you\"\n", 3, 4, 7), (response.Text, response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        var call = Assert.Single(behind.Calls);
        Assert.Equal(["system: Be kind.", "user: Hello", "assistant: Hi", "user: ü"], call.Messages.Select(message => $"{message.Role}: {message.Text}"));
        Assert.Equal((5_000_000_000, 0.5f, 9), (call.Options!.Seed, call.Options.Temperature, call.Options.MaxOutputTokens));
        Assert.IsType<ChatResponseFormatJson>(call.Options.ResponseFormat);
    }

    [Fact]
    public async Task AStreamBringsTheSameTextInPieces()
    {
        const string Text = "A text that is long enough to come in several pieces, each of which is sent on its own.";
        await using var server = await FaultInjectingServer.StartAsync(new ScriptedChatClient(Text), NoFaults);
        using var client = Doubles.OpenAIClients.For(server);

        var updates = await client.GetStreamingResponseAsync("Hello").ToListAsync();

        Assert.Equal(Text, updates.ToChatResponse().Text);
        Assert.True(updates.Count(update => update.Text.Length > 0) > 1);
        await server.StopAsync();
        Assert.Equal((1, 1, 0, 0), Counts(Assert.Single(server.Requests)));
    }

    [Fact]
    public async Task EveryDistinctRequestIsCounted()
    {
        await using var server = await FaultInjectingServer.StartAsync(new ScriptedChatClient(_ => "ok"), NoFaults);
        using var client = Doubles.OpenAIClients.For(server);

        foreach (var text in new[] { "a", "b", "a", "a" })
        {
            await client.GetResponseAsync(text);
        }

        await server.StopAsync();
        Assert.Equal([(1, 1, 0, 0), (3, 3, 0, 2)], server.Requests.Select(Counts).Order());
    }

    [Fact]
    public async Task TheSameSeedBringsTheSameFaultsInAnyOrder()
    {
        async Task<string> RunAsync(IEnumerable<int> requests, long seed)
        {
            await using var server = await FaultInjectingServer.StartAsync(new ScriptedChatClient(_ => "ok"), new FaultOptions { Share = 0.3, Seed = seed, Kinds = [FaultKind.ServiceUnavailable] });
            using var http = new HttpClient { BaseAddress = server.Endpoint };
            foreach (var request in requests)
            {
                using var body = new StringContent($$"""{"model":"m","messages":[{"role":"user","content":"{{request}}"}]}""", Encoding.UTF8, "application/json");
                using var response = await http.PostAsync("/v1/chat/completions", body);
            }

            await server.StopAsync();
            return string.Join(' ', server.Requests.OrderBy(request => request.Id, StringComparer.Ordinal).Select(Counts));
        }

        var numbers = Enumerable.Range(0, 60).ToList();
        var first = await RunAsync(numbers, 1);

        Assert.Equal(first, await RunAsync(numbers.AsEnumerable().Reverse(), 1));
        Assert.NotEqual(first, await RunAsync(numbers, 2));
    }

    [Theory]
    [InlineData(FaultKind.EmptyReply, 0)]
    [InlineData(FaultKind.HugeReply, 1 << 20)]
    public async Task EmptyAndHugeRepliesAreAnswers(FaultKind kind, int length)
    {
        await using var server = await FaultInjectingServer.StartAsync(new ScriptedChatClient("ok"), new FaultOptions { Share = 1, Kinds = [kind] });
        using var client = Doubles.OpenAIClients.For(server);

        var response = await client.GetResponseAsync("Hello");

        Assert.Equal(length, response.Text.Length);
        await server.StopAsync();
        Assert.Equal((1, 1, 0, 0), Counts(Assert.Single(server.Requests)));
        Assert.Equal(kind, Assert.Single(server.Faults).Key);
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    [InlineData("""{"model":"m","messages":[]}""", 400)]
    [InlineData("""{"model":"m","messages":[{"content":"no role"}]}""", 400)]
    [InlineData("""{"messages":[{"role":"user","content":"no model"}]}""", 400)]
    [InlineData("""{"model":"m","seed":"one","messages":[{"role":"user","content":"a"}]}""", 400)]
    [InlineData("""{"model":"unknown","messages":[{"role":"user","content":"a"}]}""", 404)]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"a"}]}]}""", 200)]
    public async Task AWrongRequestIsRefusedWithTheReason(string request, int status)
    {
        await using var server = await FaultInjectingServer.StartAsync(model => model == "m" ? new ScriptedChatClient("ok") : null, NoFaults);
        using var http = new HttpClient();
        using var body = new StringContent(request, Encoding.UTF8, "application/json");

        using var response = await http.PostAsync(new Uri($"{server.Endpoint}/chat/completions"), body);

        Assert.Equal(status, (int)response.StatusCode);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(status != 200, document.RootElement.TryGetProperty("error", out var error) && error.GetProperty("message").GetString()!.Length > 0);
    }

    [Fact]
    public async Task DisposingEndsStalledCalls()
    {
        var server = await FaultInjectingServer.StartAsync(new ScriptedChatClient("ok"), new FaultOptions { Share = 1, Kinds = [FaultKind.Stall] });
        using var client = Doubles.OpenAIClients.For(server);
        var call = client.GetResponseAsync("Hello");
        while (server.Stalled == 0)
        {
            await Task.Yield();
        }

        await server.DisposeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => call);
    }

    private static (int Asked, int Answered, int Failed, int AskedAgain) Counts(ServedRequest request)
        => (request.Asked, request.Answered, request.Failed, request.AskedAgain);
}
