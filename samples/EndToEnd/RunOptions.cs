using Aloe.Evaluation;
using Aloe.Samples.Providers;
using Aloe.Simulation;

namespace Aloe.Samples.EndToEnd;

/// <summary>What the command line asks for.</summary>
internal sealed record RunOptions
{
    public string Out { get; init; } = "aloe-run";

    public long Seed { get; init; } = 1;

    public bool Quick { get; init; }

    /// <summary>Trees to build; null takes the recipe's number.</summary>
    public int? Trees { get; init; }

    /// <summary>Personas to combine; null takes the recipe's number.</summary>
    public int? Personas { get; init; }

    /// <summary>Benchmark cases; null takes the recipe's number.</summary>
    public int? Cases { get; init; }

    /// <summary>Whom the models are tested on; null takes the simulated people for simulated participants and aloe-100 for others.</summary>
    public string? People { get; init; }

    public string Device { get; init; } = "cpu";

    /// <summary>Folder of the model that training starts from; null takes the shipped one.</summary>
    public string? Base { get; init; }

    public int Concurrency { get; init; } = 8;

    public ProviderOptions Provider { get; init; } = new();

    /// <summary>The people that the models are tested on.</summary>
    public Benchmark Benchmark()
    {
        var all = (People ?? (Provider.IsSimulated ? "simulated" : "aloe-100")) == "simulated" ? SimulatedPeople.Benchmark : AloeBenchmark.Aloe100;
        return all.Take(Math.Min(Recipe().Cases, all.Cases.Count));
    }

    /// <summary>The recipe with the numbers of this command line filled in.</summary>
    public NanoRecipe Recipe()
    {
        var recipe = Quick ? NanoRecipe.Quick : NanoRecipe.Default;
        return recipe with { Trees = Trees ?? recipe.Trees, Personas = Personas ?? Trees ?? recipe.Personas, Cases = Cases ?? recipe.Cases };
    }
}
