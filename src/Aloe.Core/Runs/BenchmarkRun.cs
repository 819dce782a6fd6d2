using System.Security.Cryptography;
using System.Text;
using Aloe.Data;
using Aloe.Evaluation;
using Aloe.Prompts;
using Microsoft.Extensions.AI;

namespace Aloe.Runs;

/// <summary>Plays a benchmark into a file and can be stopped at any moment, also by a killed process: started again, it asks no model twice what it has answered and ends with the same file.</summary>
/// <remarks>
/// <para>
/// Cases are appended in the order of the benchmark, one line each. Beside the file, here <c>cases.jsonl</c>: <c>cases.run.json</c>, what the run was begun with; <c>cases.calls</c>, the answers of cases that are not finished;
/// <c>failed.jsonl</c>, cases that could not be played. Every model needs a folder of its own. A run holds its file against other processes.
/// </para>
/// <para>Cases are played on their own, <see cref="EvaluationOptions.Concurrency"/> at a time; also an <see cref="IBatchChatClient"/> is asked one by one. Otherwise scores come about as with <see cref="AloeEvaluator"/>.</para>
/// </remarks>
public sealed class BenchmarkRun
{
    private readonly AloeRoles _roles;
    private readonly PromptSet _prompts;
    private readonly IReadOnlyList<IChatClient> _judges;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly RunFiles _files;

    /// <summary>Creates a run; nothing is read or written yet.</summary>
    /// <param name="roles">Only <see cref="AloeRoles.User"/>, <see cref="AloeRoles.Judge"/> and, for <see cref="PersonaProbe.Inducer"/>, <see cref="AloeRoles.Inducer"/> are used.</param>
    /// <param name="path">The file, in <see cref="ScoredCaseFormat"/>; its folder is created if it is missing.</param>
    /// <param name="prompts">The prompts of the roles. <value>Default: <see cref="PromptSet.Default"/>.</value></param>
    /// <param name="furtherJudges">Judges that score every reply too, for comparison; AL(k) averages only what the judge of <paramref name="roles"/> says. <value>Default: none.</value></param>
    /// <param name="settings">What else decides the results, such as what <see cref="AssistantUnderTest.ForCase"/> does, by name; a run is not continued with other settings. <value>Default: none.</value></param>
    /// <exception cref="ArgumentException">Two judges have the same provider and model.</exception>
    public BenchmarkRun(
        AloeRoles roles, string path, PromptSet? prompts = null, IReadOnlyList<IChatClient>? furtherJudges = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        ArgumentNullException.ThrowIfNull(roles);
        (_roles, _prompts, _judges) = (roles, prompts ?? PromptSet.Default, EvaluationSetup.JudgesOf(roles, furtherJudges));
        _settings = settings ?? new Dictionary<string, string>();
        _files = new RunFiles(Path.GetFullPath(Require.Text(path, nameof(path))));
    }

    /// <summary>Plays the cases that the file does not hold yet.</summary>
    /// <param name="assistant">The model under test; must be the one of the last time.</param>
    /// <param name="benchmark">The held-out personas; must be those of the last time.</param>
    /// <param name="options">Options; all but <see cref="EvaluationOptions.Concurrency"/> must be those of the last time.</param>
    /// <param name="run">How the run is carried out; null means the defaults.</param>
    /// <param name="progress">Told once about what is there, then after every case written or failed.</param>
    /// <param name="cancellationToken">Stops the run; what is written stays.</param>
    /// <returns>The result over the whole file; <see cref="AlignmentReport.Failed"/> lists what is not in it.</returns>
    /// <exception cref="ArgumentException">The benchmark has no other persona for some case, as <see cref="EvaluationControl.ShuffledPersonas"/> needs it.</exception>
    /// <exception cref="NoScoreException">At some turn, the judge scored no case; the file holds the conversations.</exception>
    /// <exception cref="RunDiffersException">The file belongs to a run of something else; it stays as it is.</exception>
    /// <exception cref="RunLockedException">Another process works on the file.</exception>
    /// <exception cref="RunStorageException">The disk is full, or a file cannot be written.</exception>
    /// <exception cref="TooManyFailuresException">More cases failed than <see cref="RunOptions.MaxFailedShare"/> allows, or all of them.</exception>
    /// <exception cref="DataFormatException">A line of a file other than a cut-off last one is unreadable; the file stays as it is.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<AlignmentReport> EvaluateAsync(
        AssistantUnderTest assistant,
        Benchmark benchmark,
        EvaluationOptions options,
        RunOptions? run = null,
        IProgress<RunProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var setup = new EvaluationSetup(_roles, _judges, _prompts, assistant, benchmark, options);
        var work = new ItemWork<BenchmarkCase, ScoredCase>(
            new ScoredCaseFormat(),
            one => one.Id,
            scored => scored.Case.Id,
            (one, keep, stop) => new CasePlay(setup, one, keep).PlayAsync(judged: null, stop),
            (one, scored) => scored.Case.Persona == one.Persona && scored.Turns.Count == options.Turns ? null : $"case {one.Id} has another persona or another number of turns than asked for");
        await new DurableRun<BenchmarkCase, ScoredCase>(_files.Results, work).RunAsync(
            benchmark.Cases,
            RunManifest.Of("benchmark", Settings(setup).Concat(_settings)),
            options.Concurrency,
            run ?? new RunOptions(),
            (state, _) => progress?.Report(state),
            cancellationToken).ConfigureAwait(false);
        return await ReportAsync(setup, cancellationToken).ConfigureAwait(false);
    }

    private async Task<AlignmentReport> ReportAsync(EvaluationSetup setup, CancellationToken cancellationToken)
    {
        var scored = await new ScoredCaseFormat().ReadAsync(_files.Results, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        var causes = await RunState.FailedAsync(_files.Failed, cancellationToken).ConfigureAwait(false);
        var played = scored.Select(one => one.Case.Id).ToHashSet(StringComparer.Ordinal);
        List<FailedItem> failed = [.. setup.Benchmark.Cases.Where(one => !played.Contains(one.Id)).Select(one => causes[one.Id])];
        return scored.Count > 0
            ? setup.Report(scored, [.. failed.Select(item => new FailedCase(item.Id, item.Role is { } role ? $"{role}: {item.Cause}" : item.Cause))])
            : throw new TooManyFailuresException(failed.Count, failed.Count, _files.Failed, new InvalidOperationException(failed[^1].Cause));
    }

    private static IEnumerable<KeyValuePair<string, string>> Settings(EvaluationSetup setup) =>
    [
        .. RunSettings.Of(setup.Options, RunOptionsJsonContext.Default.EvaluationOptions),
        new("Assistant", setup.Assistant.Name),
        new("AssistantClient", Participants.Name(setup.Assistant.Client)),
        new("Benchmark", setup.Benchmark.ToString()),
        new("Inducer", setup.Options.PersonaProbe == PersonaProbe.Inducer ? Participants.Name(setup.Roles.Inducer) : ""),
        new("Instructions", setup.Assistant.Instructions ?? ""),
        new("Judges", string.Join(", ", setup.Judges.Select(Participants.Name))),
        new("Prompts", setup.Prompts.Fingerprint()),
        new("SystemMessages", Hash(setup.Benchmark.Cases.Select(setup.SystemMessage))),
        new("User", Participants.Name(setup.Roles.User)),
    ];

    private static string Hash(IEnumerable<string?> texts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001e', texts))).AsSpan(0, 8));
}
