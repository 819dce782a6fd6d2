using Aloe.Core.Tests.Doubles;
using Aloe.DependencyInjection;
using Aloe.Personas;
using Aloe.Prompts;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Aloe.Core.Tests.DependencyInjection;

public sealed class AddAloeTests
{
    private readonly ScriptedRoles _script = new();

    [Fact]
    public async Task TheContainerBuildsWhatTheConstructorsBuild()
    {
        await using var provider = Services(aloe => aloe
            .Seed(7)
            .User(_ => _script.User)
            .Inducer(_ => _script.Inducer)
            .Preferred(_ => _script.Preferred)
            .Rejected(_ => _script.Rejected)
            .Judge(_ => _script.Judge));
        var context = provider.GetRequiredService<AloeContext>();
        var request = new TreeRequest("t", ScriptedRoles.Persona);
        var injected = await provider.GetRequiredService<IConversationTreeBuilder>().BuildAsync(request, context.Conversations.Options(turns: 3));
        var byHand = await new AloeContext(7).Conversations.Builder(_script.Roles).BuildAsync(request, new ConversationTreeOptions { Turns = 3, Seed = 7 });
        Assert.Equal(byHand, injected);

        var roles = provider.GetRequiredService<AloeRoles>();
        Assert.Equal(
            [_script.User, _script.Inducer, _script.Preferred, _script.Rejected, _script.Judge, _script.User],
            new IChatClient[] { roles.User, roles.Inducer, roles.Preferred, roles.Rejected, roles.Judge, roles.Author });
    }

    [Fact]
    public async Task KeyedClientsServeAndTheRestFallsToTheOneForAnyRole()
    {
        var judge = new ScriptedChatClient();
        var any = new ScriptedChatClient();
        var services = new ServiceCollection();
        services.AddKeyedSingleton<IChatClient>(AloeRoleKeys.Judge, judge);
        services.AddAloe(aloe => aloe.AnyRole(_ => any));
        await using var provider = services.BuildServiceProvider();
        var roles = provider.GetRequiredService<AloeRoles>();
        Assert.Same(judge, roles.Judge);
        Assert.Equal([any, any, any, any, any], new[] { roles.User, roles.Inducer, roles.Preferred, roles.Rejected, roles.Author });
    }

    [Fact]
    public async Task AMissingRoleIsNamedWithTheWayOut()
    {
        await using var provider = Services(aloe => aloe.User(_ => _script.User).Inducer(_ => _script.Inducer).Preferred(_ => _script.Preferred).Rejected(_ => _script.Rejected));
        var failure = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<IConversationTreeBuilder>());
        Assert.Contains("aloe-judge", failure.Message, StringComparison.Ordinal);
        Assert.Contains("AddAloe", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThePersonaGeneratorNeedsAnAuthorAndAnEmbeddingModelOnly()
    {
        var author = new ScriptedChatClient("She is 40 years old. She keeps bees. She sings in a choir.");
        await using var provider = Services(aloe => aloe.Author(_ => author).Embeddings(_ => new RecordingEmbeddings(text => [text.Length, 1])));
        var pool = await provider.GetRequiredService<IPersonaGenerator>().GrowAsync(["seed"], new PersonaGrowthOptions { MaxCalls = 1, SimilarityThreshold = 1 });
        Assert.Equal(2, pool.Texts.Count);
        Assert.IsType<PersonaGenerator>(provider.GetRequiredService<IPersonaGenerator>());
    }

    [Fact]
    public async Task AMissingEmbeddingModelIsNamed()
    {
        await using var provider = Services(aloe => aloe.AnyRole(_ => _script.User));
        var failure = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<IPersonaGenerator>());
        Assert.Contains("IEmbeddingGenerator", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PromptsAndOwnRegistrationsAreRespected()
    {
        var prompts = PromptSet.Default with { Version = "mine" };
        var own = new AloeContext(99);
        var services = new ServiceCollection().AddSingleton(own).AddAloe(aloe => aloe.Seed(1).Prompts(prompts));
        await using var provider = services.BuildServiceProvider();
        Assert.Same(own, provider.GetRequiredService<AloeContext>());
        Assert.Same(prompts, provider.GetRequiredService<PromptSet>());
        await using var other = Services(aloe => aloe.Seed(1).Prompts(prompts));
        Assert.Same(prompts, other.GetRequiredService<AloeContext>().Prompts);
        Assert.Equal(1, other.GetRequiredService<AloeContext>().Seed);
    }

    [Fact]
    public async Task ClientsAreMadeOnce()
    {
        var made = 0;
        await using var provider = Services(aloe => aloe.AnyRole(_ =>
        {
            made++;
            return new ScriptedChatClient();
        }));
        provider.GetRequiredService<AloeRoles>();
        provider.GetRequiredService<IConversationTreeBuilder>();
        Assert.Equal(1, made);
    }

    private static ServiceProvider Services(Action<AloeBuilder> configure) => new ServiceCollection().AddAloe(configure).BuildServiceProvider();
}
