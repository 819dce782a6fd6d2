using System.CommandLine;
using System.Globalization;
using Aloe.Samples.CommandLine;

namespace Aloe.Samples.EvaluateAssistant.CommandLine;

/// <summary>The options of an evaluation, as the user types them.</summary>
internal sealed class EvaluateCommand : RootCommand
{
    private static readonly EvaluateOptions Default = new();

    private readonly Option<string> _out = new("--out", "-o") { Description = "Folder for the result. The same command again continues there.", HelpName = "DIR", DefaultValueFactory = _ => Default.Out };
    private readonly ModelArguments _assistant = new("", "the assistant");
    private readonly ModelArguments _judge = new("judge-", "user and judge");
    private readonly Option<string?> _userModel = new("--user-model") { Description = "Model that plays the user, if not that of the judge.", HelpName = "NAME" };
    private readonly Option<string?> _name = new("--name") { Description = "Name of the assistant in reports. [default: its model]", HelpName = "NAME" };
    private readonly Option<string?> _instructions = new("--instructions") { Description = "Text file with the assistant's system prompt.", HelpName = "FILE" };
    private readonly Option<bool> _personalize = new("--personalize") { Description = "Gives the assistant the SDK's running picture of its user, as UsePersonaInference() does in an app." };
    private readonly Option<int> _cases = new("--cases") { Description = "People to talk to, spread evenly over the benchmark.", HelpName = "N", DefaultValueFactory = _ => Default.Cases };
    private readonly Option<string?> _casesFile = new("--cases-file") { Description = "Your own people, a JSON object a line: id, profile, personality. [default: aloe-100]", HelpName = "FILE" };
    private readonly Option<int> _turns = new("--turns") { Description = "Turns of each conversation.", HelpName = "K", DefaultValueFactory = _ => Default.Turns };
    private readonly Option<long> _seed = new("--seed") { Description = "Fixes every random draw: the same seed gives the same result from the same answers.", HelpName = "S", DefaultValueFactory = _ => Default.Seed };
    private readonly Option<int> _concurrency = new("--concurrency") { Description = "Conversations at the same time. The result does not depend on it.", HelpName = "C", DefaultValueFactory = _ => Default.Concurrency };
    private readonly Option<int> _rounds = new("--judge-rounds") { Description = "Times each reply is judged; more than one tells how far the judge agrees with itself.", HelpName = "N", DefaultValueFactory = _ => Default.Rounds };
    private readonly Option<OpeningStyle> _opening = new("--opening") { Description = "How users begin.", HelpName = "free|greeting|question|story|request|mixed" };
    private readonly Option<PersonaProbe> _probe = new("--probe") { Description = "Who is asked after each turn who the user is.", HelpName = "none|model|inducer" };
    private readonly Option<bool> _drift = new("--check-drift") { Description = "Asks the judge, at the end of each conversation, whether the user still spoke as the persona." };
    private readonly Option<bool> _shuffle = new("--shuffle-personas") { Description = "A control: the judge is shown another case's persona. A good score must not survive it." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Prints how many calls and tokens the run would take, and with --prices its cost. Sends nothing, writes nothing." };
    private readonly Option<decimal?> _maxCost = new("--max-cost") { Description = "Stops before the run costs more than this, earlier processes of the same run included. Needs --prices.", HelpName = "X" };
    private readonly Option<string?> _prices = new("--prices") { Description = "JSON file with the prices of models, per million tokens.", HelpName = "FILE" };
    private readonly Option<string?> _cache = new("--cache") { Description = "File in which answers are kept, so that other runs need not ask the same again.", HelpName = "FILE" };
    private readonly Option<bool> _retryFailed = new("--retry-failed") { Description = "Takes up again the cases that are in failed.jsonl." };

    public EvaluateCommand(Func<EvaluateOptions, CancellationToken, Task<int>> run)
        : base("Measures how well an assistant aligns itself to the people it talks to. With no option it runs offline on this machine, with no key and no download.")
    {
        _out.AllowFolder();
        _cases.AllowRange(1, 1_000_000);
        _turns.AllowRange(1, 100);
        _concurrency.AllowRange(1, 4_096);
        _rounds.AllowRange(1, 10);
        _seed.AllowWhole();
        _maxCost.AllowNumber(value => value > 0, "a number above 0");
        foreach (var file in (Option<string?>[])[_instructions, _casesFile, _prices])
        {
            file.AllowExistingFile();
        }

        Option[] all =
        [
            _out, .. _assistant.Options, _name, _instructions, _personalize, .. _judge.Options, _userModel, _cases, _casesFile, _turns, _seed, _concurrency, _rounds, _opening, _probe, _drift, _shuffle,
            _dryRun, _maxCost, _prices, _cache, _retryFailed,
        ];
        foreach (var option in all)
        {
            Options.Add(option);
        }

        SetAction((result, cancellationToken) => run(Read(result), cancellationToken));
    }

    /// <exception cref="UsageException">Options that do not go together.</exception>
    private EvaluateOptions Read(ParseResult result)
    {
        var assistant = _assistant.Read(result, new ModelOptions());
        var judge = _judge.Read(result, assistant);
        return new EvaluateOptions
        {
            Out = result.GetRequiredValue(_out),
            Assistant = assistant,
            Judge = judge,
            UserModel = result.GetValue(_userModel) ?? judge.Model,
            Name = result.GetValue(_name),
            Instructions = result.GetValue(_instructions),
            Personalize = result.GetValue(_personalize),
            Cases = result.GetValue(_cases),
            CasesFile = result.GetValue(_casesFile),
            Turns = result.GetValue(_turns),
            Seed = result.GetValue(_seed),
            Concurrency = result.GetValue(_concurrency),
            Rounds = result.GetValue(_rounds),
            Opening = result.GetValue(_opening),
            Probe = result.GetValue(_probe),
            CheckDrift = result.GetValue(_drift),
            Control = result.GetValue(_shuffle) ? EvaluationControl.ShuffledPersonas : EvaluationControl.None,
            DryRun = result.GetValue(_dryRun),
            MaxCost = result.GetValue(_maxCost) is { } maxCost && result.GetValue(_prices) is null
                ? throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--max-cost {maxCost} needs --prices FILE."))
                : result.GetValue(_maxCost),
            Prices = result.GetValue(_prices),
            Cache = result.GetValue(_cache),
            RetryFailed = result.GetValue(_retryFailed),
        };
    }
}
