namespace Aloe.Personalization;

/// <summary>What is believed of a user, inferred from their conversations alone. It may be wrong.</summary>
/// <param name="Revealed">Facts and traits, one short line each.</param>
/// <param name="Version">How many inferences have made it; the first gives 1.</param>
/// <param name="Updated">When the last of them ended.</param>
/// <param name="Turns">Replies after which the user was looked at. Replies whose inference failed or was dropped are not counted.</param>
public sealed record UserPicture(RevealedPersona Revealed, long Version, DateTimeOffset Updated, long Turns);
