using Aloe.DependencyInjection;
using Aloe.Prompts;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;

#pragma warning disable IDE0130 // The namespace in which registrations are looked for.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Aloe.</summary>
public static class AloeServiceCollectionExtensions
{
    /// <summary>Registers <see cref="Aloe.AloeContext"/>, <see cref="Aloe.AloeRoles"/>, <see cref="PromptSet"/> and the stage interfaces as singletons, unless they are registered already. They are the same objects that <see cref="Aloe.AloeContext"/> makes.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Names the clients of the roles, the seed and the prompts; clients may also be registered under <see cref="AloeRoleKeys"/>.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddAloe(this IServiceCollection services, Action<AloeBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = new AloeBuilder(services);
        configure?.Invoke(builder);
        services.TryAddSingleton(builder.PromptsOfContext);
        services.TryAddSingleton(provider => new Aloe.AloeContext(builder.SeedOfContext, provider.GetRequiredService<PromptSet>()));
        services.TryAddSingleton(Roles);
        services.TryAddSingleton<Aloe.IPersonaGenerator>(provider => Context(provider).Personas.Generator(Author(provider), Embeddings(provider)));
        services.TryAddSingleton<Aloe.IConversationTreeBuilder>(provider => Context(provider).Conversations.Builder(provider.GetRequiredService<Aloe.AloeRoles>()));
        services.TryAddSingleton<Aloe.IAloeEvaluator>(provider => Context(provider).Evaluation.Evaluator(provider.GetRequiredService<Aloe.AloeRoles>()));
        return services;
    }

    private static Aloe.AloeContext Context(IServiceProvider provider) => provider.GetRequiredService<Aloe.AloeContext>();

    private static Aloe.AloeRoles Roles(IServiceProvider provider)
    {
        var user = Client(provider, AloeRoleKeys.User);
        return new Aloe.AloeRoles
        {
            User = user,
            Inducer = Client(provider, AloeRoleKeys.Inducer),
            Preferred = Client(provider, AloeRoleKeys.Preferred),
            Rejected = Client(provider, AloeRoleKeys.Rejected),
            Judge = Client(provider, AloeRoleKeys.Judge),
            Author = provider.GetKeyedService<IChatClient>(AloeRoleKeys.Author) ?? user,
        };
    }

    private static IChatClient Author(IServiceProvider provider)
        => provider.GetKeyedService<IChatClient>(AloeRoleKeys.Author) ?? Client(provider, AloeRoleKeys.User);

    private static IChatClient Client(IServiceProvider provider, string key)
        => provider.GetKeyedService<IChatClient>(key)
            ?? provider.GetKeyedService<IChatClient>(AloeRoleKeys.AnyRole)
            ?? throw new InvalidOperationException(
                $"No chat client is registered for the role {key}. Name it in AddAloe(builder => …), register a keyed IChatClient \"{key}\", or one for all roles, \"{AloeRoleKeys.AnyRole}\".");

    private static IEmbeddingGenerator<string, Embedding<float>> Embeddings(IServiceProvider provider)
        => provider.GetService<IEmbeddingGenerator<string, Embedding<float>>>()
            ?? throw new InvalidOperationException(
                "No embedding model is registered for the similarity filter. Name it in AddAloe(builder => builder.Embeddings(…)) or register an IEmbeddingGenerator<string, Embedding<float>>.");
}
