using System.Text.Json.Serialization;

namespace Aloe.Data;

/// <summary>A turn of a <see cref="ReferenceLine"/>.</summary>
internal sealed record ReferenceTurn(
    string User,
    ReferenceReplies Assistant,
    ReplyKind Chosen,
    string? InferredProfile = null,
    string? InferredPersonality = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Tie = false);
