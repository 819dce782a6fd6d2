using Aloe.Data;
using Microsoft.Extensions.AI;

namespace Aloe.Runs;

/// <summary>Builds trees into a file and can be stopped at any moment, also by a killed process: started again, it asks no model twice what it has answered and ends with the same file.</summary>
/// <remarks>
/// Trees are appended in the order of the requests, one line each. Beside the file, here <c>trees.jsonl</c>: <c>trees.run.json</c>, what the run was begun with; <c>trees.calls</c>, the answers of trees that are not finished;
/// <c>failed.jsonl</c>, trees that could not be built. A run holds its file against other processes.
/// </remarks>
public sealed class TreeRun
{
    private readonly Func<AloeRoles, IConversationTreeBuilder> _builder;
    private readonly AloeRoles _roles;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly string _path;

    /// <summary>Creates a run; nothing is read or written yet.</summary>
    /// <param name="builder">Makes a builder that asks the given roles. It is called for each tree; its builders must ask the same again when they are given the same answers.</param>
    /// <param name="roles">Who plays whom.</param>
    /// <param name="path">The file, in <see cref="TreeFormat"/>; its folder is created if it is missing.</param>
    /// <param name="settings">What else decides the trees, such as model ids, by name; a run is not continued with other settings. Null for none.</param>
    public TreeRun(Func<AloeRoles, IConversationTreeBuilder> builder, AloeRoles roles, string path, IReadOnlyDictionary<string, string>? settings = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(roles);
        (_builder, _roles, _settings) = (builder, roles, settings ?? new Dictionary<string, string>());
        _path = Path.GetFullPath(Require.Text(path, nameof(path)));
    }

    /// <summary>Builds the trees that the file does not hold yet.</summary>
    /// <param name="requests">All trees of the run, those built before included. May be longer than the last time, but must begin the same.</param>
    /// <param name="options">Options; all but <see cref="ConversationTreeOptions.Concurrency"/> must be those of the last time.</param>
    /// <param name="run">How the run is carried out; null means the defaults.</param>
    /// <param name="progress">Told once about what is there, then after every tree written or failed.</param>
    /// <param name="cancellationToken">Stops the run; what is written stays.</param>
    /// <returns>Counts over the whole file.</returns>
    /// <exception cref="RunDiffersException">The file belongs to a run with other requests or options; it stays as it is.</exception>
    /// <exception cref="RunLockedException">Another process works on the file.</exception>
    /// <exception cref="RunStorageException">The disk is full, or a file cannot be written.</exception>
    /// <exception cref="TooManyFailuresException">More trees failed than <see cref="RunOptions.MaxFailedShare"/> allows.</exception>
    /// <exception cref="DataFormatException">A line of a file other than a cut-off last one is unreadable; the file stays as it is.</exception>
    /// <exception cref="ArgumentException">Two requests have the same id.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<TreeRunProgress> BuildAsync(
        IReadOnlyList<TreeRequest> requests,
        ConversationTreeOptions options,
        RunOptions? run = null,
        IProgress<TreeRunProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(options);
        var ties = 0;
        var work = new ItemWork<TreeRequest, ConversationTree>(
            new TreeFormat(),
            request => request.Id,
            tree => tree.Id,
            (request, journaled, stop) => _builder(Journaled(journaled)).BuildAsync(request, options, stop),
            (request, tree) =>
            {
                ties += Ties(tree);
                return tree.Persona == request.Persona ? null : $"tree {tree.Id} is of another persona than the one asked for";
            });
        var manifest = RunManifest.Of("trees", RunSettings.Of(options, RunOptionsJsonContext.Default.ConversationTreeOptions).Concat(_settings));
        TreeRunProgress Told(RunProgress state) => new(state.Completed, state.Failed, state.Total, ties, state.Asked, state.Replayed, state.DamagedRecords);
        var end = await new DurableRun<TreeRequest, ConversationTree>(_path, work).RunAsync(
            requests,
            manifest,
            options.Concurrency,
            run ?? new RunOptions(),
            (state, tree) =>
            {
                ties += tree is null ? 0 : Ties(tree);
                progress?.Report(Told(state));
            },
            cancellationToken).ConfigureAwait(false);
        return Told(end);
    }

    private AloeRoles Journaled(Func<IChatClient, string, IChatClient> journaled) => new()
    {
        User = journaled(_roles.User, Conversations.RoleName.User),
        Inducer = journaled(_roles.Inducer, Conversations.RoleName.Inducer),
        Preferred = journaled(_roles.Preferred, Conversations.RoleName.Preferred),
        Rejected = journaled(_roles.Rejected, Conversations.RoleName.Rejected),
        Judge = journaled(_roles.Judge, Conversations.RoleName.Judge),
        Author = _roles.Author,
    };

    private static int Ties(ConversationTree tree) => tree.Turns.Count(turn => turn.IsTie);
}
