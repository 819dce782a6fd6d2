namespace Aloe;

/// <summary>A grown pool of texts of one kind, seeds first, in the order of acceptance.</summary>
/// <param name="Kind">What the texts are.</param>
/// <param name="Texts">The pool.</param>
/// <param name="Progress">Counts at the end of the growth.</param>
/// <param name="Stop">Why growth ended.</param>
public sealed record PersonaPool(PersonaTextKind Kind, IReadOnlyList<string> Texts, PersonaGrowthProgress Progress, GrowthStop Stop);
