namespace Aloe.Personalization;

/// <summary>What a picture may hold: clean single lines, none too long, none twice, and of too many the last.</summary>
internal sealed class PictureBounds(PersonaInferenceOptions options)
{
    private readonly int _maxFacts = options.MaxFacts;
    private readonly int _maxTraits = options.MaxTraits;
    private readonly int _maxLength = options.MaxLength;

    public RevealedPersona Apply(RevealedPersona revealed) => new(Lines(revealed.Facts, _maxFacts), Lines(revealed.Traits, _maxTraits));

    // Inducers repeat what they were shown and then add to it, so that the first lines are the oldest.
    private IReadOnlyList<string> Lines(IReadOnlyList<string> claims, int max) =>
    [
        .. claims
            .Select(claim => PlainLine.Of(claim, _maxLength))
            .Where(line => line.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .TakeLast(max),
    ];
}
