using Aloe.Middleware;
using Aloe.Personas;
using Aloe.Planning;
using Aloe.Samples.Providers;
using Aloe.Samples.Spending;

namespace Aloe.Samples.GenerateDataset.Spending;

/// <summary>What a run would take. Nothing is sent.</summary>
internal sealed class DryRun(DatasetOptions options)
{
    // Of the candidates of a call, those that are new enough for the pool, over the whole growth.
    private const double Kept = 0.2;

    public DryRunEstimate Estimate()
    {
        var pools = PoolPlan.For(options.Personas);
        IEnumerable<RoleCalls> calls =
        [
            Growth(PersonaTextKind.Profile, pools.Profiles, options.ProfileSeeds, SeedPersonas.Profiles),
            Growth(PersonaTextKind.Personality, pools.Personalities, options.PersonalitySeeds, SeedPersonas.Personalities),
            .. new TreePlan { Trees = options.Trees }.Calls(),
        ];
        return new CallPlan([.. calls.Where(each => each.Calls > 0).Select(each => new PlannedCalls(each.Role, Model(each.Role), each.Calls, each.InputTokens, each.OutputTokens))])
            .Estimate(ModelPrices.Load(options.Prices, options.Provider.Models));
    }

    private static RoleCalls Growth(PersonaTextKind kind, int target, string? seedFile, IReadOnlyList<string> builtIn)
    {
        var seeds = seedFile is null ? builtIn.Count : Math.Max(1, File.ReadLines(seedFile).Count(line => !string.IsNullOrWhiteSpace(line)));
        return GrowthPlan.Calls(new PersonaGrowthOptions { Kind = kind, TargetCount = target }, seeds, Kept);
    }

    private string Model(string role) => options.Provider.IsSimulated ? ProviderOptions.Simulated : options.Provider.ModelOf(role);
}
