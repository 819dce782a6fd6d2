using Aloe.Data;

namespace Aloe.Catalogs;

/// <summary>The file formats of <see cref="AloeContext"/>; each reads and writes.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class DataCatalog
{
    internal DataCatalog()
    {
    }

    /// <summary>Conversation trees.</summary>
    public TreeFormat Trees { get; } = new();

    /// <summary>Personas.</summary>
    public PersonaFormat Personas { get; } = new();

    /// <summary>Pools of profiles or personalities; also the reference's.</summary>
    public TextPoolFormat Texts { get; } = new();

    /// <summary>The reference's <c>conversations.jsonl</c>.</summary>
    public ReferenceConversationFormat ReferenceConversations { get; } = new();

    /// <summary>Preference pairs for TRL's DPO trainer.</summary>
    public TrlPreferenceFormat TrlPreferences { get; } = new();

    /// <summary>Dialogues for TRL's SFT trainer.</summary>
    public TrlDialogueFormat TrlDialogues { get; } = new();
}
