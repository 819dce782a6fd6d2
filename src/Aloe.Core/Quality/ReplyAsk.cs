using Aloe.Conversations;
using Microsoft.Extensions.AI;

namespace Aloe.Quality;

/// <summary>A reply that is to be asked for.</summary>
/// <param name="Call">The responder's calls in this turn; each attempt takes its next seed.</param>
/// <param name="Source">Which responder it is.</param>
/// <param name="Messages">What it is shown.</param>
internal sealed record ReplyAsk(RoleCall Call, ReplySource Source, IReadOnlyList<ChatMessage> Messages);
