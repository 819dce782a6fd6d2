using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Aloe.Data;

/// <summary>Conversations as the reference implementation of the paper publishes them: <c>{"profile":…,"personality":…,"conversations":[{"user":…,"assistant":{"preferred":…,"rejected":…},"chosen":…,…}]}</c>.</summary>
/// <remarks>
/// Reading: profile and personality may be JSON strings inside strings; of several rejected replies the first is taken; what was inferred is split into sentences.
/// A tree without an id is named by file and line. The format does not tell who wrote a reply: preferred replies are taken to be the informed responder's.
/// Writing: of a tree with branches the trunk; of several rejected replies a list, the one that continues the conversation first, else the worst first; <c>id</c>, and <c>tie</c> where the judge could not decide, are added to the reference's fields; who wrote a reply is lost.
/// </remarks>
public sealed partial class ReferenceConversationFormat : JsonLinesFormat<ConversationTree>
{
    private const string Nothing = "None";

    private protected override IEnumerable<ConversationTree> Parse(JsonLine line)
    {
        var tree = line.Parse(ReferenceJsonContext.Default.ReferenceLine);
        var profile = Unwrap(tree.Profile, line);
        var personality = Unwrap(tree.Personality, line);
        line.RequireText(profile, "profile");
        line.RequireText(personality, "personality");
        line.Require(tree.Conversations.Count > 0, "conversations", "must not be empty.");
        var turns = tree.Conversations.Select((turn, index) => Turn(turn, index, line)).ToList();
        var id = tree.Id ?? $"{Path.GetFileNameWithoutExtension(line.Path)}-{line.Number:D6}";
        return [new ConversationTree(id, Persona.Create(profile, personality), turns)];
    }

    internal override void Write(ConversationTree item, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(item);
        var trunk = item.Trunks().First();
        var turns = trunk.Turns.Select(turn => new ReferenceTurn(
            turn.User,
            new ReferenceReplies(turn.Preferred, RejectedOf(turn)),
            turn.Trunk,
            Inferred(turn.Revealed.Facts),
            Inferred(turn.Revealed.Traits),
            turn.IsTie));
        JsonSerializer.Serialize(
            json, new ReferenceLine(item.Persona.Profile, item.Persona.Personality, [.. turns], item.Id), ReferenceJsonContext.Default.ReferenceLine);
    }

    /// <summary>All replies but the preferred one: a string, or a list where there are several.</summary>
    private static JsonElement RejectedOf(Turn turn)
    {
        if (turn.Between.Count == 0)
        {
            return JsonSerializer.SerializeToElement(turn.Rejected, DataJsonContext.Default.String);
        }

        var places = Enumerable.Range(1, turn.Between.Count + 1).OrderByDescending(place => place == turn.TrunkPlace).ThenByDescending(place => place);
        return JsonSerializer.SerializeToElement([.. places.Select(turn.TextOf)], DataJsonContext.Default.IReadOnlyListString);
    }

    private static Turn Turn(ReferenceTurn? turn, int index, JsonLine line)
    {
        line.Require(turn is not null, $"conversations[{index}]", "must not be null.");
        line.RequireText(turn!.User, $"conversations[{index}].user");
        line.RequireText(turn.Assistant.Preferred, $"conversations[{index}].assistant.preferred");
        var rejected = Rejected(turn.Assistant.Rejected);
        line.RequireText(rejected, $"conversations[{index}].assistant.rejected");
        var revealed = new RevealedPersona(Sentences(turn.InferredProfile), Sentences(turn.InferredPersonality));
        return new Turn(index + 1, turn.User, turn.Assistant.Preferred, rejected!, turn.Chosen, ReplySource.Informed, turn.Tie, revealed);
    }

    /// <summary>The rejected reply, or null where there is none.</summary>
    private static string? Rejected(JsonElement value)
    {
        var first = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().FirstOrDefault() : value;
        return first.ValueKind == JsonValueKind.String ? first.GetString() : null;
    }

    /// <summary>The text in a JSON string in a string, however deep; a plain text as it is.</summary>
    private static string Unwrap(string text, JsonLine line)
    {
        text = text.Trim();
        while (text is ['"', .., '"'])
        {
            try
            {
                text = string.Join(' ', (line with { Json = Encoding.UTF8.GetBytes(text) }).ParseStrings()).Trim();
            }
            catch (DataFormatException)
            {
                // A text that happens to begin and end with quotation marks.
                break;
            }
        }

        return text;
    }

    private static string Inferred(IReadOnlyList<string> texts) => texts.Count == 0 ? Nothing : string.Join(' ', texts);

    private static string[] Sentences(string? inferred)
        => string.IsNullOrWhiteSpace(inferred) || string.Equals(inferred.Trim().TrimEnd('.'), Nothing, StringComparison.OrdinalIgnoreCase)
            ? []
            : SentenceEnd().Split(inferred.Trim());

    [GeneratedRegex(@"(?<=[.!?])\s+")]
    private static partial Regex SentenceEnd();
}
