using Aloe.Samples.Providers;

namespace Aloe.Samples.EvaluateAssistant;

/// <summary>One model of a provider.</summary>
internal sealed record ModelOptions
{
    /// <summary>The simulated assistant that is friendly and nothing else.</summary>
    public const string Generic = "generic";

    /// <summary>The simulated assistant that is told the whole persona: the control from above.</summary>
    public const string Oracle = "oracle";

    public string Provider { get; init; } = ProviderOptions.Simulated;

    public string Model { get; init; } = Generic;

    public Uri? Endpoint { get; init; }

    public bool IsSimulated => Provider == ProviderOptions.Simulated;

    /// <summary>A client for this model, or for another one of the same provider.</summary>
    /// <exception cref="UsageException">The provider needs a key and none is set.</exception>
    public Microsoft.Extensions.AI.IChatClient Client(string? other = null)
        => ChatClients.Create(new ProviderOptions { Name = Provider, Model = Model, Endpoint = Endpoint }, other ?? Model);
}
