using System.Text.Json;

namespace Aloe.Data;

/// <summary>The replies of a <see cref="ReferenceTurn"/>; the rejected one is a string or a list of strings.</summary>
internal sealed record ReferenceReplies(string Preferred, JsonElement Rejected);
