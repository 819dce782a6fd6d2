using Aloe.Conversations;
using Aloe.Personas;
using Aloe.Planning;
using Aloe.Simulation;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware.Tests.Spending;

/// <summary>The plan made from a small sample against the usage of a real run of the simulated participants.</summary>
public sealed class SimulatedRunPlanTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    public async Task The_plan_of_a_sample_foretells_the_run(int turns)
    {
        var personas = SeedPersonas.Profiles.Zip(SeedPersonas.Personalities, Persona.Create).Take(8).ToList();
        var options = new ConversationTreeOptions { Turns = turns, JudgeAttempts = 1, Seed = 4 };
        var sample = await BuildAsync(personas[..2], options, new Budget(new BudgetOptions()));
        var plan = new TreePlan { Trees = 8, Turns = turns }.Calls(TextLengths.Measure(sample));
        var estimate = new CallPlan([.. plan.Select(role => new PlannedCalls(role.Role, "", role.Calls, role.InputTokens, role.OutputTokens))]).Estimate();

        var budget = new Budget(new BudgetOptions());
        await BuildAsync(personas, options, budget);
        foreach (var used in budget.Report().Roles)
        {
            var planned = estimate.Roles.Single(role => role.Role == used.Role);
            Assert.Equal(used.Calls, planned.Calls);
            Assert.True(planned.InputTokens > 0.75 * used.InputTokens && planned.InputTokens < 1.25 * used.InputTokens, $"{used.Role}: {planned.InputTokens} input tokens planned, {used.InputTokens} used");
            Assert.True(planned.OutputTokens > 0.75 * used.OutputTokens && planned.OutputTokens < 1.25 * used.OutputTokens, $"{used.Role}: {planned.OutputTokens} output tokens planned, {used.OutputTokens} used");
        }

        Assert.Equal(5, budget.Report().Roles.Count);
    }

    private static async Task<List<ConversationTree>> BuildAsync(IReadOnlyList<Persona> personas, ConversationTreeOptions options, Budget budget)
    {
        var all = SimulatedParticipants.Training();
        var roles = new AloeRoles
        {
            User = Counted(all.User, "user"),
            Inducer = Counted(all.Inducer, "inducer"),
            Preferred = Counted(all.Preferred, "preferred"),
            Rejected = Counted(all.Rejected, "rejected"),
            Judge = Counted(all.Judge, "judge"),
        };
        return await new ConversationTreeBuilder(roles).BuildAllAsync(TreeRequests.For(personas), options).ToListAsync();

        IChatClient Counted(IChatClient client, string role) => new ChatClientBuilder(new NamelessChatClient(client)).UseBudget(budget, role).Build();
    }

    /// <summary>Names no model and reports no usage: the simulated participants count words, which are no tokens.</summary>
    private sealed class NamelessChatClient(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            response.Usage = null;
            return response;
        }

        public override object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? null : base.GetService(serviceType, serviceKey);
    }
}
