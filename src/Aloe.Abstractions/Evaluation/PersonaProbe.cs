namespace Aloe;

/// <summary>Who is asked, after each turn, who the user is.</summary>
public enum PersonaProbe
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>The model under test, from its own conversation.</summary>
    Model,

    /// <summary>The inducer role, which sees the conversation and nothing of the persona.</summary>
    Inducer,
}
