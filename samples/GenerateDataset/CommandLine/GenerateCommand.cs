using System.CommandLine;
using System.Globalization;
using Aloe.Samples.CommandLine;

namespace Aloe.Samples.GenerateDataset.CommandLine;

/// <summary>The options of a run, as the user types them.</summary>
internal sealed class GenerateCommand : RootCommand
{
    private static readonly DatasetOptions Default = new();

    private readonly Option<string> _out = new("--out", "-o")
    {
        Description = "Folder for everything the run makes. The same command again continues there.",
        HelpName = "DIR",
        DefaultValueFactory = _ => Default.Out,
    };

    private readonly Option<int> _personas = new("--personas") { Description = "Personas to combine from the grown pools.", HelpName = "N", DefaultValueFactory = _ => Default.Personas };

    private readonly Option<int> _trees = new("--trees") { Description = "Conversation trees to build.", HelpName = "N", DefaultValueFactory = _ => Default.Trees };

    private readonly Option<int> _concurrency = new("--concurrency")
    {
        Description = "Trees built at the same time. The result does not depend on it.",
        HelpName = "C",
        DefaultValueFactory = _ => Default.Concurrency,
    };

    private readonly Option<long> _seed = new("--seed")
    {
        Description = "Fixes every random draw: the same seed gives the same data from the same answers.",
        HelpName = "S",
        DefaultValueFactory = _ => Default.Seed,
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Prints how many calls and tokens the run would take, and with --prices its cost. Sends nothing, writes nothing." };

    private readonly Option<decimal?> _maxCost = new("--max-cost")
    {
        Description = "Stops before the run costs more than this, earlier processes of the same run included. Needs --prices.",
        HelpName = "X",
    };

    private readonly Option<string?> _prices = new("--prices") { Description = "JSON file with the prices of models, per million tokens.", HelpName = "FILE" };

    private readonly Option<bool> _retryFailed = new("--retry-failed") { Description = "Takes up again the trees that are in failed.jsonl." };

    private readonly Option<double> _maxFailed = new("--max-failed")
    {
        Description = "Stops the run when more than this many percent of the trees failed.",
        HelpName = "PERCENT",
        DefaultValueFactory = _ => Default.MaxFailed,
    };

    private readonly Option<string?> _profileSeeds = new("--profile-seeds") { Description = "Profiles to grow from, one JSON string a line. [default: the SDK's own]", HelpName = "FILE" };

    private readonly Option<string?> _personalitySeeds = new("--personality-seeds") { Description = "Personalities to grow from, one JSON string a line. [default: the SDK's own]", HelpName = "FILE" };

    private readonly ProviderArguments _provider = new();

    public GenerateCommand(Func<DatasetOptions, CancellationToken, Task<int>> run)
        : base("Makes a preference data set: personas → conversation trees → training files, report and viewer. With no option it runs offline on this machine, with no key and no download.")
    {
        _out.AllowFolder();
        _personas.AllowRange(1, 1_000_000);
        _trees.AllowRange(1, 1_000_000);
        _concurrency.AllowRange(1, 4_096);
        _seed.AllowWhole();
        _maxCost.AllowNumber(value => value > 0, "a number above 0");
        _maxFailed.AllowNumber(value => value is >= 0 and <= 100, "a number from 0 to 100");
        foreach (var file in (Option<string?>[])[_prices, _profileSeeds, _personalitySeeds])
        {
            file.AllowExistingFile();
        }

        Option[] all = [_out, _personas, _trees, _concurrency, _seed, _dryRun, _maxCost, _prices, _retryFailed, _maxFailed, _profileSeeds, _personalitySeeds, .. _provider.Options];
        foreach (var option in all)
        {
            Options.Add(option);
        }

        SetAction((result, cancellationToken) => run(Read(result), cancellationToken));
    }

    /// <exception cref="UsageException">Options that do not go together.</exception>
    private DatasetOptions Read(ParseResult result) => new()
    {
        Out = result.GetRequiredValue(_out),
        Personas = result.GetValue(_personas),
        Trees = result.GetValue(_trees),
        Concurrency = result.GetValue(_concurrency),
        Seed = result.GetValue(_seed),
        DryRun = result.GetValue(_dryRun),
        MaxCost = result.GetValue(_maxCost) is { } maxCost && result.GetValue(_prices) is null
            ? throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--max-cost {maxCost} needs --prices FILE."))
            : result.GetValue(_maxCost),
        Prices = result.GetValue(_prices),
        RetryFailed = result.GetValue(_retryFailed),
        MaxFailed = result.GetValue(_maxFailed),
        ProfileSeeds = result.GetValue(_profileSeeds),
        PersonalitySeeds = result.GetValue(_personalitySeeds),
        Provider = _provider.Read(result),
    };
}
