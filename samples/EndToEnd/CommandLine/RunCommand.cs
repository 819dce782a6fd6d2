using System.CommandLine;
using Aloe.Samples.CommandLine;

namespace Aloe.Samples.EndToEnd.CommandLine;

/// <summary>The options of a run, as the user types them.</summary>
internal sealed class RunCommand : RootCommand
{
    private readonly Option<string> _out = new("--out", "-o")
    {
        Description = "Folder for everything the run makes. The same command again continues there.",
        HelpName = "DIR",
        DefaultValueFactory = _ => new RunOptions().Out,
    };

    private readonly Option<long> _seed = new("--seed")
    {
        Description = "Fixes every random draw: the same seed gives the same run.",
        HelpName = "N",
        DefaultValueFactory = _ => new RunOptions().Seed,
    };

    private readonly Option<bool> _quick = new("--quick") { Description = "Everything small: shows that it works in about a minute, not how well." };

    private readonly Option<int?> _trees = new("--trees")
    {
        Description = $"Conversation trees to build. [default: {NanoRecipe.Default.Trees}, with --quick {NanoRecipe.Quick.Trees}]",
        HelpName = "N",
    };

    private readonly Option<int?> _personas = new("--personas")
    {
        Description = "Personas to combine from the grown pools. [default: one for each tree]",
        HelpName = "N",
    };

    private readonly Option<int?> _cases = new("--cases")
    {
        Description = $"Benchmark cases, out of 100. [default: {NanoRecipe.Default.Cases}, with --quick {NanoRecipe.Quick.Cases}]",
        HelpName = "N",
    };

    private readonly Option<string?> _people = new("--people")
    {
        Description = "Whom the models are tested on: people in the plain sentences of the simulated world, or the benchmark for real models. [default: simulated, with another --provider aloe-100]",
        HelpName = "simulated|aloe-100",
    };

    private readonly Option<string> _device = new("--device")
    {
        Description = "Where models are trained and run.",
        HelpName = "cpu|cuda",
        DefaultValueFactory = _ => new RunOptions().Device,
    };

    private readonly Option<string?> _base = new("--base")
    {
        Description = "Folder of the model that training starts from, in Hugging Face form. [default: the shipped aloe-nano]",
        HelpName = "DIR",
    };

    private readonly Option<int> _concurrency = new("--concurrency")
    {
        Description = "Conversations held at the same time. The result does not depend on it.",
        HelpName = "N",
        DefaultValueFactory = _ => new RunOptions().Concurrency,
    };

    private readonly ProviderArguments _provider = new();

    public RunCommand(Func<RunOptions, CancellationToken, Task<int>> run)
        : base("Aloe end to end: personas → conversation trees → SFT → DPO → benchmark. With no option it runs offline on this machine, with no key and no download.")
    {
        _device.AllowOnly("cpu", "cuda");
        _people.AllowOnly("simulated", "aloe-100");
        _seed.AllowWhole();
        _trees.AllowRange(1, 1_000_000);
        _personas.AllowRange(1, 1_000_000);
        _cases.AllowRange(1, 100);
        _concurrency.AllowRange(1, 4_096);
        _out.AllowFolder();
        Option[] all = [_out, _seed, _quick, _trees, _personas, _cases, _people, _device, _base, _concurrency, .. _provider.Options];
        foreach (var option in all)
        {
            Options.Add(option);
        }

        SetAction((result, cancellationToken) => run(Read(result), cancellationToken));
    }

    /// <exception cref="UsageException">Options that do not go together.</exception>
    private RunOptions Read(ParseResult result) => new()
    {
        Out = result.GetRequiredValue(_out),
        Seed = result.GetValue(_seed),
        Quick = result.GetValue(_quick),
        Trees = result.GetValue(_trees),
        Personas = result.GetValue(_personas),
        Cases = result.GetValue(_cases),
        People = result.GetValue(_people),
        Device = result.GetRequiredValue(_device),
        Base = result.GetValue(_base),
        Concurrency = result.GetValue(_concurrency),
        Provider = _provider.Read(result),
    };
}
