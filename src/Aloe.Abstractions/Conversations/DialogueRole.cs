namespace Aloe;

/// <summary>Who speaks in a dialogue.</summary>
public enum DialogueRole
{
    /// <summary>Instructions to the assistant.</summary>
    System,

    /// <summary>The person.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}
