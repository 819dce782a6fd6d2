using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Doubles;

/// <summary>A client that says who provides it, and which model it is.</summary>
internal sealed class NamedChatClient(IChatClient inner, string? provider, string? model = null) : DelegatingChatClient(inner)
{
    public override object? GetService(Type serviceType, object? serviceKey = null)
        => serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(provider, defaultModelId: model) : base.GetService(serviceType, serviceKey);
}
