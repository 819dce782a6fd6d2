using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace Aloe.Runs;

/// <summary>A hash of what a call asks: the messages and the options that change the answer.</summary>
internal static class RequestHash
{
    private const int Bytes = 16;

    /// <returns>32 hexadecimal digits.</returns>
    public static string Of(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var message in messages)
        {
            Add(hash, message.Role.Value);
            foreach (var content in message.Contents)
            {
                Add(hash, content is TextContent text ? text.Text : content.ToString());
            }
        }

        if (options is not null)
        {
            Add(hash, options.ModelId);
            Add(hash, options.Instructions);
            Add(hash, options.Seed);
            Add(hash, options.Temperature);
            Add(hash, options.TopP);
            Add(hash, options.TopK);
            Add(hash, options.MaxOutputTokens);
            Add(hash, options.FrequencyPenalty);
            Add(hash, options.PresencePenalty);
            foreach (var stop in options.StopSequences ?? [])
            {
                Add(hash, stop);
            }

            Add(hash, options.ResponseFormat is ChatResponseFormatJson json ? json.Schema?.GetRawText() ?? "json" : null);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, Bytes));
    }

    private static void Add<T>(IncrementalHash hash, T? value)
        where T : struct, IFormattable
        => Add(hash, value?.ToString(null, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>With its length in front, so that no two sequences of texts run together to the same bytes.</summary>
    private static void Add(IncrementalHash hash, string? text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteInt32LittleEndian(length, text is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
