using Aloe.Prompts;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Aloe.DependencyInjection;

/// <summary>Sets up Aloe in a service collection. Every method returns the builder.</summary>
/// <remarks>Clients are registered as keyed singletons under <see cref="AloeRoleKeys"/>, so that <c>services.AddKeyedChatClient(AloeRoleKeys.Judge, …)</c> does the same.</remarks>
public sealed class AloeBuilder
{
    internal AloeBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services, for extension methods of backends.</summary>
    public IServiceCollection Services { get; }

    internal long SeedOfContext { get; private set; }

    internal PromptSet PromptsOfContext { get; private set; } = PromptSet.Default;

    /// <summary>Seed of the context. <value>Default: 0.</value></summary>
    /// <param name="seed">Any value.</param>
    public AloeBuilder Seed(long seed)
    {
        SeedOfContext = seed;
        return this;
    }

    /// <summary>Prompts of all stages. <value>Default: <see cref="PromptSet.Default"/>.</value></summary>
    /// <param name="prompts">The prompts.</param>
    public AloeBuilder Prompts(PromptSet prompts)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        PromptsOfContext = prompts;
        return this;
    }

    /// <summary>The client that plays the persona.</summary>
    /// <param name="client">Makes the client, once.</param>
    public AloeBuilder User(Func<IServiceProvider, IChatClient> client) => Role(AloeRoleKeys.User, client);

    /// <summary>The client that extracts what is revealed.</summary>
    /// <param name="client">Makes the client, once.</param>
    public AloeBuilder Inducer(Func<IServiceProvider, IChatClient> client) => Role(AloeRoleKeys.Inducer, client);

    /// <summary>The client that answers with the revealed persona as a hint.</summary>
    /// <param name="client">Makes the client, once.</param>
    public AloeBuilder Preferred(Func<IServiceProvider, IChatClient> client) => Role(AloeRoleKeys.Preferred, client);

    /// <summary>The client that answers from the conversation alone.</summary>
    /// <param name="client">Makes the client, once.</param>
    public AloeBuilder Rejected(Func<IServiceProvider, IChatClient> client) => Role(AloeRoleKeys.Rejected, client);

    /// <summary>The client that compares and scores replies.</summary>
    /// <param name="client">Makes the client, once.</param>
    public AloeBuilder Judge(Func<IServiceProvider, IChatClient> client) => Role(AloeRoleKeys.Judge, client);

    /// <summary>The client that writes persona texts. <value>Default: the user's client.</value></summary>
    /// <param name="client">Makes the client, once.</param>
    public AloeBuilder Author(Func<IServiceProvider, IChatClient> client) => Role(AloeRoleKeys.Author, client);

    /// <summary>The client that plays every role without one of its own.</summary>
    /// <param name="client">Makes the client, once.</param>
    public AloeBuilder AnyRole(Func<IServiceProvider, IChatClient> client) => Role(AloeRoleKeys.AnyRole, client);

    /// <summary>The embedding model of the similarity filter. <value>Default: the registered <c>IEmbeddingGenerator&lt;string, Embedding&lt;float&gt;&gt;</c>.</value></summary>
    /// <param name="embeddings">Makes the model, once.</param>
    public AloeBuilder Embeddings(Func<IServiceProvider, IEmbeddingGenerator<string, Embedding<float>>> embeddings)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        Services.AddSingleton(embeddings);
        return this;
    }

    private AloeBuilder Role(string key, Func<IServiceProvider, IChatClient> client)
    {
        ArgumentNullException.ThrowIfNull(client);
        Services.AddKeyedSingleton(key, (provider, _) => client(provider));
        return this;
    }
}
