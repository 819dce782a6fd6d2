namespace Aloe;

/// <summary>Who is asked, after each turn, who the user is.</summary>
public enum PersonaProbe
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>The model under test, <see cref="AssistantUnderTest.Client"/>, from its own conversation; what is built for the case is not asked, since it may remember the question.</summary>
    Model,

    /// <summary>The inducer role, which sees the conversation and nothing of the persona.</summary>
    Inducer,
}
