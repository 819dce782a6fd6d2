using Aloe.Conversations;
using Aloe.Runs;

namespace Aloe.Catalogs;

/// <summary>Stage 2 of <see cref="AloeContext"/>: from personas to conversation trees.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class ConversationsCatalog
{
    private readonly AloeContext _context;

    internal ConversationsCatalog(AloeContext context) => _context = context;

    /// <summary>Creates a builder.</summary>
    /// <param name="roles">Who plays whom.</param>
    public ConversationTreeBuilder Builder(AloeRoles roles) => new(roles, _context.Prompts);

    /// <summary>Options with the seed of the context.</summary>
    /// <param name="turns">Turns in a tree, K. Range: 1 to 100.</param>
    /// <param name="concurrency">Trees built at the same time. Range: 1 to 4,096.</param>
    public ConversationTreeOptions Options(int turns = 10, int concurrency = 8)
        => new() { Turns = turns, Concurrency = concurrency, Seed = _context.Seed };

    /// <inheritdoc cref="TreeRequests.For"/>
    public IReadOnlyList<TreeRequest> Requests(IEnumerable<Persona> personas, int treesPerPersona = 1) => TreeRequests.For(personas, treesPerPersona);

    /// <summary>Builds one tree for each persona and delivers them in the order of the personas.</summary>
    /// <param name="roles">Who plays whom.</param>
    /// <param name="personas">Personas with unique ids.</param>
    /// <param name="turns">Turns in a tree, K.</param>
    /// <param name="progress">Told after every delivered tree.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public IAsyncEnumerable<ConversationTree> BuildAllAsync(
        AloeRoles roles,
        IEnumerable<Persona> personas,
        int turns = 10,
        IProgress<TreeProgress>? progress = null,
        CancellationToken cancellationToken = default)
        => BuildAllAsync(roles, personas, Options(turns), progress, cancellationToken);

    /// <summary>Builds one tree for each persona and delivers them in the order of the personas.</summary>
    /// <param name="roles">Who plays whom.</param>
    /// <param name="personas">Personas with unique ids.</param>
    /// <param name="options">Turns, concurrency, probabilities and seed; their seed counts, not the context's.</param>
    /// <param name="progress">Told after every delivered tree.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public IAsyncEnumerable<ConversationTree> BuildAllAsync(
        AloeRoles roles,
        IEnumerable<Persona> personas,
        ConversationTreeOptions options,
        IProgress<TreeProgress>? progress = null,
        CancellationToken cancellationToken = default)
        => Builder(roles).BuildAllAsync(Requests(personas), options, progress, cancellationToken);

    /// <summary>A run that appends trees to a file and goes on where it was stopped.</summary>
    /// <param name="roles">Who plays whom.</param>
    /// <param name="path">The file, such as <c>trees.jsonl</c>.</param>
    /// <param name="settings">What else decides the trees, such as model ids, by name; a run is not continued with other settings. The prompts are always among them.</param>
    public TreeRun Run(AloeRoles roles, string path, IReadOnlyDictionary<string, string>? settings = null)
        => new(Builder, roles, path, new Dictionary<string, string>(settings ?? new Dictionary<string, string>()) { ["Prompts"] = _context.Prompts.Fingerprint() });
}
