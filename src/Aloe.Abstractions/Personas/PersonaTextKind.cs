namespace Aloe;

/// <summary>The two halves of a persona, pooled separately and combined later.</summary>
public enum PersonaTextKind
{
    /// <summary>Objective facts: age, job, family, hobbies, quirks; no character.</summary>
    Profile,

    /// <summary>Character traits and manner; no facts.</summary>
    Personality,
}
