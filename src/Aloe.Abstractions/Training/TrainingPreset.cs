namespace Aloe;

/// <summary>A set of option values with a name. It sets numbers only: the defects of the published scripts (loss on user messages, a repeated first message) are in no preset.</summary>
public enum TrainingPreset
{
    /// <summary>None; the options were made one by one.</summary>
    None,

    /// <summary>What the paper and its scripts state.</summary>
    AsPublished,

    /// <summary>What this project recommends instead.</summary>
    Corrected,
}
