using System.ClientModel;
using Microsoft.Extensions.AI;
using OllamaSharp;
using OpenAI;

namespace Aloe.Samples.Providers;

/// <summary>Chat clients of real models.</summary>
internal static class ChatClients
{
    private static readonly Uri OllamaEndpoint = new("http://localhost:11434");

    /// <summary>A client for one model of a provider.</summary>
    /// <exception cref="UsageException">The provider needs a key and none is set.</exception>
    public static IChatClient Create(ProviderOptions provider, string model)
        => provider.Name == ProviderOptions.Ollama
            ? Ollama(provider.Endpoint ?? OllamaEndpoint, model)
            : OpenAI(provider.Endpoint, model);

    /// <summary>The roles, each with its own model; roles with the same model share a client.</summary>
    public static AloeRoles Roles(ProviderOptions provider)
    {
        var clients = ProviderOptions.Roles.Select(provider.ModelOf).Distinct().ToDictionary(model => model, model => Create(provider, model));
        IChatClient Of(string role) => clients[provider.ModelOf(role)];
        return new AloeRoles
        {
            User = Of("user"),
            Inducer = Of("inducer"),
            Preferred = Of("preferred"),
            Rejected = Of("rejected"),
            Judge = Of("judge"),
            Author = Of("author"),
        };
    }

    /// <summary>Ollama takes seeds of 31 bits; the client would cut a longer one down to its low half, sign and all.</summary>
    private static IChatClient Ollama(Uri endpoint, string model)
        => new ChatClientBuilder(new OllamaApiClient(endpoint, model))
            .ConfigureOptions(static options => options.Seed = (options.Seed ^ (options.Seed >> 31)) & int.MaxValue)
            .Build();

    private static IChatClient OpenAI(Uri? endpoint, string model)
    {
        // Local servers that speak the protocol ask for no key, but the client insists on one.
        var key = ApiKey.FromEnvironment() ?? (endpoint is not null ? "none" : throw new UsageException($"--provider openai needs a key in the environment variable {ApiKey.Variable}."));
        var options = new OpenAIClientOptions();
        if (endpoint is not null)
        {
            options.Endpoint = endpoint;
        }

        return new OpenAIClient(new ApiKeyCredential(key), options).GetChatClient(model).AsIChatClient();
    }
}
