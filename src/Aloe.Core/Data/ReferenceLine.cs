using System.Text.Json.Serialization;

namespace Aloe.Data;

/// <summary>A line of <see cref="ReferenceConversationFormat"/>.</summary>
internal sealed record ReferenceLine(
    string Profile,
    string Personality,
    IReadOnlyList<ReferenceTurn> Conversations,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id = null);
