using System.ClientModel;
using System.ClientModel.Primitives;
using Aloe.Testing;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Aloe.Middleware.Tests.Doubles;

/// <summary>The OpenAI client against a server of ours, without retries of its own.</summary>
internal static class OpenAIClients
{
    public static IChatClient For(FaultInjectingServer server, string model = "m")
        => new OpenAIClient(new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = server.Endpoint, RetryPolicy = new ClientRetryPolicy(0) })
            .GetChatClient(model).AsIChatClient();
}
