using Aloe.DependencyInjection;
using Aloe.Prompts;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aloe.Personalization;

/// <summary>Puts a <see cref="PersonaInferenceChatClient"/> into a pipeline.</summary>
public static class PersonaInferenceBuilderExtensions
{
    /// <summary>
    /// Gets to know users and tells the model of them. Put it outside of function calls, so that one reply is looked at once, and outside of caches of answers, so that they see the hint:
    /// a cache further out would give one user what was said to another.
    /// </summary>
    /// <param name="builder">The pipeline; a logger factory among its services is used.</param>
    /// <param name="inducer">Who works out what the user is like; disposed by you.</param>
    /// <param name="store">Where pictures are kept; disposed by you.</param>
    /// <param name="configure">Sets options; null leaves the defaults.</param>
    public static ChatClientBuilder UsePersonaInference(this ChatClientBuilder builder, IChatClient inducer, IPersonaStore store, Action<PersonaInferenceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(inducer);
        ArgumentNullException.ThrowIfNull(store);
        return builder.Use((inner, services) => Create(inner, inducer, store, services, configure));
    }

    /// <summary>The same, with the inducer (a keyed <see cref="IChatClient"/>, <see cref="AloeRoleKeys.Inducer"/> or else <see cref="AloeRoleKeys.AnyRole"/>) and the <see cref="IPersonaStore"/> of the services.</summary>
    /// <param name="builder">The pipeline; to be built with services.</param>
    /// <param name="configure">Sets options; null leaves the defaults.</param>
    /// <exception cref="InvalidOperationException">When the pipeline is built: the services lack the inducer or the store.</exception>
    public static ChatClientBuilder UsePersonaInference(this ChatClientBuilder builder, Action<PersonaInferenceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) => Create(inner, Inducer(services), services.GetRequiredService<IPersonaStore>(), services, configure));
    }

    private static PersonaInferenceChatClient Create(IChatClient inner, IChatClient inducer, IPersonaStore store, IServiceProvider services, Action<PersonaInferenceOptions>? configure)
    {
        var options = new PersonaInferenceOptions { Prompts = services.GetService<PromptSet>() ?? PromptSet.Default };
        configure?.Invoke(options);
        return new PersonaInferenceChatClient(inner, inducer, store, options, services.GetService<ILoggerFactory>()?.CreateLogger<PersonaInferenceChatClient>());
    }

    private static IChatClient Inducer(IServiceProvider services)
        => services.GetKeyedService<IChatClient>(AloeRoleKeys.Inducer)
            ?? services.GetKeyedService<IChatClient>(AloeRoleKeys.AnyRole)
            ?? throw new InvalidOperationException($"No chat client infers who the user is. Register a keyed IChatClient \"{AloeRoleKeys.Inducer}\", or pass one to UsePersonaInference.");
}
