using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Aloe.Runs;

/// <summary>The calls of one item while it is worked on: those answered before are answered from the journal, in the order in which the item asks them again.</summary>
/// <remarks>Thread-safe. Requests that differ may be asked in any order; the same request asked several times is told apart by counting.</remarks>
internal sealed class ItemCalls(CallJournal journal, string item)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Role, string Request), int> _counts = [];
    private readonly Dictionary<string, string?> _latest = [];

    /// <summary>Names the next call of a role that asks this.</summary>
    public CallKey Next(string role, string request)
    {
        lock (_gate)
        {
            var count = _counts.GetValueOrDefault((role, request));
            _counts[(role, request)] = count + 1;
            _latest[role] = null;
            return new CallKey(role, request, count);
        }
    }

    /// <summary>What was answered before; null where nothing was.</summary>
    public ChatResponse? Find(CallKey key)
        => journal.Find(item, key) is { } record ? Heard(key, Parse(record)) : null;

    /// <summary>Keeps an answer.</summary>
    public void Add(CallKey key, ChatResponse response)
    {
        journal.Add(new CallRecord(item, key.Role, key.Request, key.Occurrence, JsonSerializer.SerializeToElement(Plain(response), ResponseJson)));
        Heard(key, response);
    }

    /// <summary>What a role has said last; null if its latest call was not answered.</summary>
    public string? LatestText(string role)
    {
        lock (_gate)
        {
            return _latest.GetValueOrDefault(role);
        }
    }

    /// <summary>A role whose latest call was not answered; null if there is none.</summary>
    public string? Unanswered()
    {
        lock (_gate)
        {
            return _latest.FirstOrDefault(role => role.Value is null).Key;
        }
    }

    /// <summary>The answer in a record.</summary>
    public static ChatResponse Parse(CallRecord record)
        => record.Response.Deserialize(ResponseJson) ?? throw new InvalidDataException($"The journal holds null as an answer to {record.Item}.");

    private ChatResponse Heard(CallKey key, ChatResponse response)
    {
        lock (_gate)
        {
            _latest[key.Role] = response.Text;
        }

        return response;
    }

    private static System.Text.Json.Serialization.Metadata.JsonTypeInfo<ChatResponse> ResponseJson
        => (System.Text.Json.Serialization.Metadata.JsonTypeInfo<ChatResponse>)AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatResponse));

    /// <summary>Without what cannot be written: the provider's own objects.</summary>
    private static ChatResponse Plain(ChatResponse response) => new([.. response.Messages.Select(message => new ChatMessage(message.Role, message.Contents) { AuthorName = message.AuthorName })])
    {
        ResponseId = response.ResponseId,
        ModelId = response.ModelId,
        CreatedAt = response.CreatedAt,
        FinishReason = response.FinishReason,
        Usage = response.Usage,
    };
}
