using Aloe.Catalogs;
using Aloe.Prompts;

namespace Aloe;

/// <summary>The front door of Aloe: one catalog for each stage and one for data, found by typing a dot.</summary>
/// <remarks>
/// The context holds no state but its seed and prompts, and makes the same objects as their constructors do. Immutable and thread-safe.
/// Its seed is the seed of all options that its catalogs make; with the same seed every stage gives the same result, whatever the concurrency.
/// </remarks>
public sealed class AloeContext
{
    /// <summary>Creates a context.</summary>
    /// <param name="seed">Seed of the options that the catalogs make.</param>
    /// <param name="prompts">Prompts of all stages; null means <see cref="PromptSet.Default"/>.</param>
    public AloeContext(long seed = 0, PromptSet? prompts = null)
    {
        Seed = seed;
        Prompts = prompts ?? PromptSet.Default;
        Personas = new PersonasCatalog(this);
        Conversations = new ConversationsCatalog(this);
        Training = new TrainingCatalog(this);
        Evaluation = new EvaluationCatalog(this);
        Data = new DataCatalog();
    }

    /// <summary>Seed of the options that the catalogs make.</summary>
    public long Seed { get; }

    /// <summary>Prompts of all stages.</summary>
    public PromptSet Prompts { get; }

    /// <summary>Stage 1: pools of profiles and personalities, and the personas made of them.</summary>
    public PersonasCatalog Personas { get; }

    /// <summary>Stage 2: conversation trees.</summary>
    public ConversationsCatalog Conversations { get; }

    /// <summary>Stage 3: SFT and DPO. Training backends add their methods here.</summary>
    public TrainingCatalog Training { get; }

    /// <summary>Stage 4: the benchmark of alignment.</summary>
    public EvaluationCatalog Evaluation { get; }

    /// <summary>File formats.</summary>
    public DataCatalog Data { get; }
}
