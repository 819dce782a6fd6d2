namespace Aloe;

/// <summary>What a user has let show of their persona so far, as the inducer extracted it. Either list may be empty.</summary>
/// <param name="Facts">Revealed facts of the profile.</param>
/// <param name="Traits">Revealed traits of the personality.</param>
public sealed record RevealedPersona(IReadOnlyList<string> Facts, IReadOnlyList<string> Traits)
{
    /// <summary>Nothing revealed.</summary>
    public static RevealedPersona Nothing { get; } = new([], []);

    /// <summary>Two revealed personas are equal when they list the same facts and traits in the same order.</summary>
    /// <param name="other">What to compare with.</param>
    public bool Equals(RevealedPersona? other)
        => other is not null && Facts.SequenceEqual(other.Facts) && Traits.SequenceEqual(other.Traits);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Facts.Count, Traits.Count);
}
