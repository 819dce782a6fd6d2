namespace Aloe;

/// <summary>Who the user was taken to be, and how much of it is so.</summary>
/// <param name="Persona">The facts and traits that were inferred.</param>
/// <param name="Facts">The facts, held against the profile.</param>
/// <param name="Traits">The traits, held against the personality.</param>
public sealed record InferredPersona(RevealedPersona Persona, MatchCounts Facts, MatchCounts Traits);
