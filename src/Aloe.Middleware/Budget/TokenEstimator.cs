using System.Text;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Estimates tokens from bytes of UTF-8, which is fairer to languages with long characters than counting characters.</summary>
internal static class TokenEstimator
{
    // What chat formats put around a message.
    private const int TokensPerMessage = 4;

    // An image or a sound; providers differ by a factor of ten.
    private const int TokensPerData = 1_000;

    /// <summary>What a request takes.</summary>
    public static long Input(IEnumerable<ChatMessage> messages, ChatOptions? options, double bytesPerToken)
        => messages.Sum(message => TokensPerMessage + Of(message, bytesPerToken)) + Of(options, bytesPerToken);

    /// <summary>What an answer takes.</summary>
    public static long Output(ChatResponse response, double bytesPerToken) => response.Messages.Sum(message => Of(message, bytesPerToken));

    private static long Of(string? text, double bytesPerToken) => (long)Math.Ceiling(Encoding.UTF8.GetByteCount(text ?? "") / bytesPerToken);

    private static long Of(ChatMessage message, double bytesPerToken) => message.Contents.Sum(content => Of(content, bytesPerToken));

    private static long Of(ChatOptions? options, double bytesPerToken)
    {
        var functions = options?.Tools?.OfType<AIFunctionDeclaration>() ?? [];
        var schema = (options?.ResponseFormat as ChatResponseFormatJson)?.Schema?.GetRawText();
        return Of(options?.Instructions, bytesPerToken) + Of(schema, bytesPerToken)
            + functions.Sum(function => Of(function.Name + function.Description + function.JsonSchema.GetRawText(), bytesPerToken));
    }

    private static long Of(AIContent content, double bytesPerToken) => content switch
    {
        TextContent text => Of(text.Text, bytesPerToken),
        TextReasoningContent reasoning => Of(reasoning.Text, bytesPerToken),
        FunctionCallContent call => Of(call.Name + string.Concat(call.Arguments?.Select(argument => $"{argument.Key} {argument.Value}") ?? []), bytesPerToken),
        FunctionResultContent result => Of(result.Result?.ToString(), bytesPerToken),
        UsageContent => 0,
        _ => TokensPerData,
    };
}
