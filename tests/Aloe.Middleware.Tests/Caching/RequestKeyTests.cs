using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware.Tests.Caching;

public sealed class RequestKeyTests
{
    private static readonly ChatMessage[] Hello = [new(ChatRole.System, "Be kind."), new(ChatRole.User, "Hello")];

    [Fact]
    public void The_hash_of_a_known_request_never_changes()
    {
        // Whoever changes these literals makes every user's cache useless: raise RequestKey.Version and say so in the release notes.
        Assert.Equal("b696520483178131fc3f15f92b85d0f0d8d88365f612aecad09676fdc6700d45", Hex(Key(Hello)));
        Assert.Equal("75321173c7b73f6cf03838722860e6281022d415cb330304262258dc0e5a270c", Hex(Key([EveryContent()], EveryOption())));
    }

    [Fact]
    public void Of_the_canonical_form_a_short_request_is_hashed_by_hand()
    {
        var bytes = new List<byte>();
        foreach (var text in new[] { "version", "aloe-request-1", "scope", "", "model", "lantern-1", "messages", "1", "role", "user", "text", "Hi", "seed", "7" })
        {
            bytes.AddRange(BitConverter.GetBytes(text.Length));
            bytes.AddRange(System.Text.Encoding.ASCII.GetBytes(text));
        }

        var expected = System.Security.Cryptography.SHA256.HashData([.. bytes]);
        Assert.Equal(expected, Key([new ChatMessage(ChatRole.User, "Hi")], new ChatOptions { Seed = 7 }));
    }

    [Fact]
    public void Ids_times_and_raw_representations_do_not_matter()
    {
        ChatMessage[] same = [new(ChatRole.System, "Be kind.") { MessageId = "m1", RawRepresentation = new object() }, new(ChatRole.User, "Hello") { CreatedAt = DateTimeOffset.UnixEpoch }];
        Assert.Equal(Key(Hello), Key(same));
        Assert.Equal(Key(Hello), Key(Hello, new ChatOptions()));
        Assert.Equal(Key(Hello), Key(Hello, new ChatOptions { ModelId = "lantern-1" }));
    }

    [Fact]
    public void Whatever_a_provider_sees_matters()
    {
        var all = new List<byte[]?> { Key(Hello), Key([.. Hello.Reverse()]), Key([new ChatMessage(ChatRole.User, "Be kind.Hello")]), Key([new ChatMessage(ChatRole.User, [new TextContent("Be kind."), new TextContent("Hello")])]) };
        all.Add(RequestKey.Of(Hello, null, "lantern-2", ""));
        all.Add(RequestKey.Of(Hello, null, "lantern-1", "checkpoint 2"));
        foreach (var change in Changes())
        {
            var options = new ChatOptions();
            change(options);
            all.Add(Key(Hello, options));
        }

        foreach (var content in Contents())
        {
            all.Add(Key([new ChatMessage(ChatRole.User, [content])]));
        }

        Assert.DoesNotContain(null, all);
        Assert.Equal(all.Count, all.Select(Hex).Distinct().Count());
    }

    [Fact]
    public void Json_is_compared_by_content()
    {
        var one = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonSerializer.Deserialize<JsonElement>("""{"type":"object","title":"é"}""")) };
        var other = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonSerializer.Deserialize<JsonElement>("""{ "title": "\u00e9", "type": "object" }""")) };
        Assert.Equal(Key(Hello, one), Key(Hello, other));
    }

    [Fact]
    public void What_cannot_be_hashed_has_no_key()
    {
        Assert.Null(Key(Hello, new ChatOptions { ConversationId = "c" }));
        Assert.Null(Key(Hello, new ChatOptions { RawRepresentationFactory = _ => null }));
        Assert.Null(Key(Hello, new ChatOptions { AllowBackgroundResponses = true }));
        Assert.Null(Key(Hello, new ChatOptions { Tools = [new HostedWebSearchTool()] }));
        Assert.Null(Key(Hello, new ChatOptions { AdditionalProperties = new() { ["stream"] = new MemoryStream() } }));
        Assert.Null(Key([new ChatMessage(ChatRole.User, [new OwnContent()])]));
    }

    [Fact]
    public void A_salt_is_put_on_a_copy_and_taken_off_a_copy()
    {
        var options = new ChatOptions { Seed = 1, AdditionalProperties = new() { ["num_ctx"] = 4096 } };
        var salted = options.WithCacheSalt("sample 2");

        Assert.Single(options.AdditionalProperties);
        Assert.Equal("sample 2", salted.CacheSalt());
        Assert.Equal(1, salted.Seed);
        Assert.Equal(["num_ctx"], salted.WithoutCacheSalt()!.AdditionalProperties!.Keys);
        Assert.Null(((ChatOptions?)null).WithCacheSalt("a").WithoutCacheSalt()!.AdditionalProperties);
        Assert.Throws<ArgumentException>(() => options.WithCacheSalt(" "));
    }

    private static byte[]? Key(IReadOnlyList<ChatMessage> messages, ChatOptions? options = null) => RequestKey.Of(messages, options, "lantern-1", "");

    private static string Hex(byte[]? key) => Convert.ToHexStringLower(key!);

    private static ChatMessage EveryContent() => new(ChatRole.User, [.. Contents()]) { AuthorName = "Ada" };

    private static AIContent[] Contents() =>
    [
        new TextContent("a"),
        new TextReasoningContent("a"),
        new TextReasoningContent("a") { ProtectedData = "p" },
        new DataContent(new byte[] { 1, 2, 3 }, "image/png"),
        new DataContent(new byte[] { 1, 2, 4 }, "image/png"),
        new DataContent(new byte[] { 1, 2, 3 }, "audio/wav"),
        new UriContent("file:///a.png", "image/png"),
        new HostedFileContent("a"),
        new FunctionCallContent("1", "f"),
        new FunctionCallContent("1", "f", new Dictionary<string, object?> { ["b"] = 2, ["a"] = "1" }),
        new FunctionResultContent("1", "done"),
        new FunctionResultContent("1", new[] { 1, 2 }),
        new ErrorContent("no"),
        new TextContent("a") { AdditionalProperties = new() { ["cache"] = true } },
    ];

    private static IEnumerable<Action<ChatOptions>> Changes()
    {
        yield return options => options.ModelId = "lantern-3";
        yield return options => options.Instructions = "x";
        yield return options => options.Temperature = 0.1f;
        yield return options => options.MaxOutputTokens = 9;
        yield return options => options.TopP = 0.1f;
        yield return options => options.TopK = 9;
        yield return options => options.FrequencyPenalty = 0.1f;
        yield return options => options.PresencePenalty = 0.1f;
        yield return options => options.Seed = 9;
        yield return options => options.Seed = -9;
        yield return options => options.StopSequences = ["a"];
        yield return options => options.StopSequences = ["a", "b"];
        yield return options => options.Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Low };
        yield return options => options.ResponseFormat = ChatResponseFormat.Json;
        yield return options => options.ResponseFormat = ChatResponseFormat.Text;
        yield return options => options.ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonSerializer.Deserialize<JsonElement>("{}"), "name", "text");
        yield return options => options.AllowMultipleToolCalls = true;
        yield return options => options.AllowMultipleToolCalls = false;
        yield return options => options.ToolMode = ChatToolMode.Auto;
        yield return options => options.ToolMode = ChatToolMode.None;
        yield return options => options.ToolMode = ChatToolMode.RequireAny;
        yield return options => options.ToolMode = ChatToolMode.RequireSpecific("f");
        yield return options => options.Tools = [Function("f", "{}")];
        yield return options => options.Tools = [Function("g", "{}")];
        yield return options => options.Tools = [Function("f", """{"type":"object"}""")];
        yield return options => options.AdditionalProperties = new() { ["num_ctx"] = 4096 };
        yield return options => options.AdditionalProperties = new() { [CacheSaltExtensions.Name] = "1" };
        yield return options => options.AdditionalProperties = new() { [CacheSaltExtensions.Name] = "2" };
    }

    private static ChatOptions EveryOption()
    {
        var options = new ChatOptions();
        foreach (var change in Changes())
        {
            change(options);
        }

        return options;
    }

    private static AIFunctionDeclaration Function(string name, string schema) => AIFunctionFactory.CreateDeclaration(name, "does it", JsonSerializer.Deserialize<JsonElement>(schema));

    private sealed class OwnContent : AIContent;
}
