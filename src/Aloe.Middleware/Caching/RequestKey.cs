using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>What makes two requests the same one: model, messages, the options that a provider sees, and the salt. Version 1 of the canonical form.</summary>
/// <remarks>
/// Left out on purpose: ids, times and raw representations of messages, token counts among their contents, and who gets the answer (streaming or not).
/// A change of the form is a new <see cref="Version"/>, and every cache starts anew; a test pins the hash of a known request.
/// </remarks>
internal static class RequestKey
{
    public const string Version = "aloe-request-1";

    /// <summary>The 32 bytes; null for a request whose answer depends on something that cannot be hashed, such as a conversation that the server keeps.</summary>
    public static byte[]? Of(IReadOnlyList<ChatMessage> messages, ChatOptions? options, string? defaultModel, string scope)
    {
        if (options is { ConversationId: not null } or { ContinuationToken: not null } or { AllowBackgroundResponses: true } or { RawRepresentationFactory: not null })
        {
            return null;
        }

        using var hash = new CanonicalHash();
        hash.Add("version", Version);
        hash.Add("scope", scope);
        hash.Add("model", options?.ModelId ?? defaultModel);
        try
        {
            AddMessages(hash, messages);
            return options is null || TryAddOptions(hash, options) ? hash.Finish() : null;
        }
        catch (Exception failure) when (failure is NotSupportedException or JsonException or ArgumentException or InvalidOperationException)
        {
            // A content or option of an application's own type that has no JSON form.
            return null;
        }
    }

    private static void AddMessages(CanonicalHash hash, IReadOnlyList<ChatMessage> messages)
    {
        hash.Add<int>("messages", messages.Count);
        foreach (var message in messages)
        {
            hash.Add("role", message.Role.Value);
            hash.Add("author", message.AuthorName);
            AddProperties(hash, message.AdditionalProperties);
            foreach (var content in message.Contents)
            {
                AddContent(hash, content);
            }
        }
    }

    private static void AddContent(CanonicalHash hash, AIContent content)
    {
        switch (content)
        {
            case UsageContent:
                return;
            case TextContent text:
                hash.Add("text", text.Text);
                break;
            case TextReasoningContent reasoning:
                hash.Add("reasoning", reasoning.Text);
                hash.Add("protected", reasoning.ProtectedData);
                break;
            case DataContent data:
                hash.Add("media", data.MediaType);
                hash.Add("name", data.Name);
                hash.Add("data", data.Data.Span);
                break;
            case UriContent uri:
                hash.Add("media", uri.MediaType);
                hash.Add("uri", uri.Uri.OriginalString);
                break;
            case HostedFileContent file:
                hash.Add("file", file.FileId);
                hash.Add("media", file.MediaType);
                break;
            case FunctionCallContent call:
                hash.Add("call", call.CallId);
                hash.Add("function", call.Name);
                AddJson(hash, "arguments", call.Arguments);
                break;
            case FunctionResultContent result:
                hash.Add("result", result.CallId);
                AddJson(hash, "value", result.Result);
                break;
            default:
                AddJson(hash, "content", content);
                return;
        }

        AddProperties(hash, content.AdditionalProperties);
    }

    private static bool TryAddOptions(CanonicalHash hash, ChatOptions options)
    {
        hash.Add("instructions", options.Instructions);
        hash.Add("temperature", options.Temperature);
        hash.Add("max_output_tokens", options.MaxOutputTokens);
        hash.Add("top_p", options.TopP);
        hash.Add("top_k", options.TopK);
        hash.Add("frequency_penalty", options.FrequencyPenalty);
        hash.Add("presence_penalty", options.PresencePenalty);
        hash.Add("seed", options.Seed);
        hash.Add("reasoning_effort", options.Reasoning?.Effort?.ToString());
        hash.Add("reasoning_output", options.Reasoning?.Output?.ToString());
        foreach (var stop in options.StopSequences ?? [])
        {
            hash.Add("stop", stop);
        }

        hash.Add("salt", options.CacheSalt());
        AddProperties(hash, options.WithoutCacheSalt()!.AdditionalProperties);
        return TryAddFormat(hash, options.ResponseFormat) && TryAddTools(hash, options);
    }

    private static bool TryAddFormat(CanonicalHash hash, ChatResponseFormat? format)
    {
        switch (format)
        {
            case null:
                return true;
            case ChatResponseFormatText:
                hash.Add("format", "text");
                return true;
            case ChatResponseFormatJson json:
                hash.Add("format", "json");
                hash.Add("schema_name", json.SchemaName);
                hash.Add("schema_description", json.SchemaDescription);
                if (json.Schema is { } schema)
                {
                    hash.Add("schema", schema);
                }

                return true;
            default:
                return false;
        }
    }

    private static bool TryAddTools(CanonicalHash hash, ChatOptions options)
    {
        hash.Add("several_tool_calls", options.AllowMultipleToolCalls);
        hash.Add("tool_mode", options.ToolMode switch
        {
            null => null,
            AutoChatToolMode => "auto",
            NoneChatToolMode => "none",
            RequiredChatToolMode { RequiredFunctionName: { } name } => $"required {name}",
            _ => "required",
        });
        foreach (var tool in options.Tools ?? [])
        {
            // Tools that run at the provider have settings of their own, which an answer may depend on.
            if (tool is not AIFunctionDeclaration function)
            {
                return false;
            }

            hash.Add("tool", function.Name);
            hash.Add("tool_description", function.Description);
            hash.Add("tool_schema", function.JsonSchema);
            AddProperties(hash, function.AdditionalProperties);
        }

        return true;
    }

    private static void AddProperties(CanonicalHash hash, IReadOnlyDictionary<string, object?>? properties)
    {
        foreach (var (name, value) in (properties ?? new Dictionary<string, object?>()).OrderBy(property => property.Key, StringComparer.Ordinal))
        {
            hash.Add("property", name);
            AddJson(hash, "value", value);
        }
    }

    private static void AddJson<T>(CanonicalHash hash, string name, T value)
        => hash.Add(name, JsonSerializer.SerializeToElement(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T))));
}
