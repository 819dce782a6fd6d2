using Aloe.Personalization.Tests.Doubles;
using Microsoft.Extensions.AI;

namespace Aloe.Personalization.Tests.Inference;

/// <summary>A request whose reply is still to come.</summary>
internal sealed record PlayedRequest(PlayedConversation Conversation, GatedCall Call, Task<ChatResponse> Reply);
