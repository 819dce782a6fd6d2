using Aloe.Conversations;
using Aloe.Middleware;
using Aloe.Personas;
using Aloe.Prompts;
using Aloe.Randomness;
using Aloe.Samples.Providers;
using Aloe.Simulation;
using Microsoft.Extensions.AI;

namespace Aloe.Samples.GenerateDataset.Spending;

/// <summary>What a run would take. Simulated participants hold a few conversations and write a few personas in the place of the models; that is counted and multiplied. Nothing is sent.</summary>
internal sealed class DryRun(DatasetOptions options)
{
    private const int SampleTrees = 5;

    // What general chat models write when they are asked as Aloe asks them; the simulated participants are briefer.
    private const int UserTokens = 45;
    private const int ReplyTokens = 110;
    private const int AuthorTokens = 20 * 90;
    private const string Verdict = """{"preferred":"A"}""";

    // Of the candidates of a call, those that are new enough for the pool, over the whole growth.
    private const double Kept = 0.2;

    public async Task<DryRunEstimate> EstimateAsync(CancellationToken cancellationToken)
    {
        var prices = ModelPrices.Of(options);
        var trees = await SampleAsync(HoldAsync, cancellationToken).ConfigureAwait(false);
        var author = await SampleAsync(WriteAsync, cancellationToken).ConfigureAwait(false);
        var plan = PoolPlan.For(options.Personas);
        var calls = Calls(plan.Profiles - SeedPersonas.Profiles.Count) + Calls(plan.Personalities - SeedPersonas.Personalities.Count);
        IEnumerable<PlannedCalls> planned = CallPlan.From(trees, (double)options.Trees / SampleTrees).Calls;
        return new CallPlan([.. planned, .. calls > 0 ? CallPlan.From(author, calls).Calls : []]).Estimate(prices);
    }

    private static double Calls(int texts) => texts <= 0 ? 0 : Math.Ceiling(texts / (Kept * new PersonaGrowthOptions().CandidatesPerCall));

    private async Task<UsageReport> SampleAsync(Func<AloeRoles, CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        var budget = new Budget(new BudgetOptions());
        await run(Participants.Wrap(SimulatedParticipants.Dataset(), (client, role) => StandIn(client, role, budget)), cancellationToken).ConfigureAwait(false);
        return budget.Report();
    }

    private async Task HoldAsync(AloeRoles roles, CancellationToken cancellationToken)
    {
        var requests = Enumerable.Range(0, SampleTrees)
            .Select(i => new TreeRequest($"dry-{i}", Persona.Create(SeedPersonas.Profiles[i], SeedPersonas.Personalities[i])))
            .ToList();
        var builder = new ConversationTreeBuilder(roles);
        await foreach (var _ in builder.BuildAllAsync(requests, new ConversationTreeOptions { Seed = options.Seed }, progress: null, cancellationToken).ConfigureAwait(false))
        {
            // Counted by the budget.
        }
    }

    private static async Task WriteAsync(AloeRoles roles, CancellationToken cancellationToken)
    {
        var growth = new PersonaGrowthOptions();
        var examples = SeededRandom.For(0, "dry").Draw(SeedPersonas.Profiles, growth.ExamplesPerCall);
        var prompt = PromptSet.Fill(PromptSet.Default.ProfileAuthor, ("count", $"{growth.CandidatesPerCall}"), ("examples", string.Join('\n', examples)));
        await roles.Author.GetResponseAsync(prompt, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A simulated participant that writes as much as a model does, under the model's name.</summary>
    private IChatClient StandIn(IChatClient client, string role, Budget budget)
    {
        IChatClient answering = role switch
        {
            "user" => new LongerAnswers(client, UserTokens),
            "preferred" or "rejected" => new LongerAnswers(client, ReplyTokens),
            "author" => new LongerAnswers(client, AuthorTokens),

            // The simulated judge would call longer replies a tie more often than a model does, and ask again.
            "judge" => new FixedAnswer(client, Verdict),
            _ => new LongerAnswers(client, 0),
        };
        var model = options.Provider.IsSimulated ? ProviderOptions.Simulated : options.Provider.ModelOf(role);
        return new ChatClientBuilder(answering).ConfigureOptions(chat => chat.ModelId = model).UseBudget(budget, role).Build();
    }
}
