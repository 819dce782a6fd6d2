namespace Aloe.Personas;

/// <summary>The growth of a pool broke off because the author or the embedding model failed. <see cref="Texts"/> holds what had been made until then.</summary>
public sealed class PersonaGrowthException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">Which pool was growing.</param>
    /// <param name="call">1-based call of the author that failed; 0 while the seeds were embedded.</param>
    /// <param name="texts">The pool at that point, seeds first.</param>
    /// <param name="innerException">What failed.</param>
    public PersonaGrowthException(PersonaTextKind kind, int call, IReadOnlyList<string> texts, Exception innerException)
        : base(
            $"Growing the {kind.ToString().ToLowerInvariant()} pool failed {(call == 0 ? "while its seeds were embedded" : $"in call {call}")}, at {texts.Count} texts: {innerException.Message}",
            innerException)
    {
        Kind = kind;
        Call = call;
        Texts = texts;
    }

    /// <summary>Which pool was growing.</summary>
    public PersonaTextKind Kind { get; }

    /// <summary>1-based call of the author that failed; 0 while the seeds were embedded.</summary>
    public int Call { get; }

    /// <summary>The pool at that point, seeds first.</summary>
    public IReadOnlyList<string> Texts { get; }
}
