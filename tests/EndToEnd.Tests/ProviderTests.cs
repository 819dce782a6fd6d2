using Aloe.Samples.EndToEnd.CommandLine;
using Aloe.Samples.Providers;
using Microsoft.Extensions.AI;

namespace Aloe.Samples.EndToEnd.Tests;

[Collection(KeyInEnvironment.Name)]
public sealed class ProviderTests : IDisposable
{
    private const string Key = "sk-test-7f3a9c";

    private readonly string? _keyBefore = Environment.GetEnvironmentVariable(ApiKey.Variable);

    public ProviderTests() => Environment.SetEnvironmentVariable(ApiKey.Variable, Key);

    public void Dispose() => Environment.SetEnvironmentVariable(ApiKey.Variable, _keyBefore);

    [Theory]
    [InlineData(ProviderOptions.OpenAI, "/v1", "/v1/chat/completions", 7_686_143_364_045_646_507)]
    [InlineData(ProviderOptions.Ollama, "/", "/api/chat", 2147483646)]
    public async Task A_conversation_goes_over_the_wire_as_it_is(string provider, string endpoint, string path, long seed)
    {
        IReadOnlyList<ChatMessage> received = [];
        await using var server = await LoopbackModelServer.StartAsync(_ => new ScriptedChatClient((messages, options) =>
        {
            received = messages;
            return $"{messages.Count} messages, seed {options!.Seed}";
        }));
        using var client = ChatClients.Create(Options(provider, server.Address + endpoint), "small-1");

        var response = await client.GetResponseAsync(
            [new(ChatRole.System, "Be kind."), new(ChatRole.User, "Grüße, “Ada” 🌻"), new(ChatRole.Assistant, "Hello."), new(ChatRole.User, "Two\nlines")],
            new ChatOptions { Seed = 7_686_143_364_045_646_507, Temperature = 0.5f, MaxOutputTokens = 77 });

        Assert.Equal($"4 messages, seed {seed}", response.Text);
        var request = Assert.Single(server.Requests);
        Assert.Equal(path, request.Path);
        Assert.Equal("small-1", (string?)request.Body["model"]);
        Assert.Equal(["system", "user", "assistant", "user"], request.Body["messages"]!.AsArray().Select(message => (string?)message!["role"]));
        var parameters = provider == ProviderOptions.Ollama ? request.Body["options"]! : request.Body;
        Assert.Equal(0.5, (double?)parameters["temperature"]);
        Assert.Equal(77, (int?)(parameters["num_predict"] ?? parameters["max_completion_tokens"] ?? parameters["max_tokens"]));
        Assert.Contains("Grüße, “Ada” 🌻", received[1].Text);
        Assert.Equal("Two\nlines", received[3].Text);
    }

    [Fact]
    public async Task The_key_is_in_the_authorization_header_and_nowhere_else()
    {
        await using var server = await LoopbackModelServer.StartAsync(_ => new ScriptedChatClient((_, _) => "yes"));
        using var client = ChatClients.Create(Options(ProviderOptions.OpenAI, server.Address + "/v1"), "m");
        await client.GetResponseAsync("Hello?");

        var request = Assert.Single(server.Requests);
        Assert.Equal($"Bearer {Key}", request.Headers["Authorization"]);
        Assert.DoesNotContain(request.Headers, header => header.Key != "Authorization" && header.Value.Contains(Key));
        Assert.DoesNotContain(Key, request.Path);
        Assert.DoesNotContain(Key, request.Body.ToJsonString());
    }

    [Fact]
    public async Task Ollama_never_gets_the_key()
    {
        await using var server = await LoopbackModelServer.StartAsync(_ => new ScriptedChatClient((_, _) => "yes"));
        using var client = ChatClients.Create(Options(ProviderOptions.Ollama, server.Address), "m");
        await client.GetResponseAsync("Hello?");
        var request = Assert.Single(server.Requests);
        Assert.DoesNotContain(request.Headers, header => header.Value.Contains(Key));
    }

    [Fact]
    public async Task An_error_that_repeats_the_key_is_shown_without_it()
    {
        await using var server = await LoopbackModelServer.StartAsync(_ => new ScriptedChatClient((_, _) => "never"));
        server.Refusal = (401, $"Incorrect API key provided: {Key}.");
        using var client = ChatClients.Create(Options(ProviderOptions.OpenAI, server.Address + "/v1"), "m");
        using var error = new StringWriter();
        var command = new RunCommand(async (_, cancellationToken) =>
        {
            await client.GetResponseAsync("Hello?", cancellationToken: cancellationToken);
            return 0;
        });
        var application = new Application(command, TextWriter.Null, error);

        Assert.Equal(1, await application.RunAsync([]));
        Assert.Contains("Incorrect API key provided: ***.", error.ToString());
        Assert.DoesNotContain(Key, error.ToString());
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public void OpenAI_without_key_or_endpoint_is_refused()
    {
        Environment.SetEnvironmentVariable(ApiKey.Variable, null);
        var refused = Assert.Throws<UsageException>(() => ChatClients.Create(new ProviderOptions { Name = ProviderOptions.OpenAI, Model = "m" }, "m"));
        Assert.Equal("--provider openai needs a key in the environment variable OPENAI_API_KEY.", refused.Message);
    }

    [Fact]
    public async Task Roles_talk_to_their_own_models()
    {
        await using var server = await LoopbackModelServer.StartAsync(model => new ScriptedChatClient((_, _) => $"I am {model}."));
        var provider = Options(ProviderOptions.Ollama, server.Address) with
        {
            RoleModels = new Dictionary<string, string> { ["judge"] = "big", ["author"] = "writer" },
        };
        var roles = ChatClients.Roles(provider);
        Assert.Equal("I am m.", (await roles.User.GetResponseAsync("?")).Text);
        Assert.Equal("I am m.", (await roles.Inducer.GetResponseAsync("?")).Text);
        Assert.Equal("I am big.", (await roles.Judge.GetResponseAsync("?")).Text);
        Assert.Equal("I am writer.", (await roles.Author.GetResponseAsync("?")).Text);
        Assert.Same(roles.User, roles.Preferred);
    }

    private static ProviderOptions Options(string name, string endpoint) => new() { Name = name, Model = "m", Endpoint = new Uri(endpoint) };
}
