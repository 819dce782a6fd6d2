namespace Aloe;

/// <summary>What the judge is told of the user: the truth, or, as a control, something else.</summary>
public enum EvaluationControl
{
    /// <summary>The user's persona.</summary>
    None,

    /// <summary>The persona of another case, with another profile and another personality. A model that fits the user must lose its advantage; if it does not, the judge does not look at the person.</summary>
    ShuffledPersonas,
}
